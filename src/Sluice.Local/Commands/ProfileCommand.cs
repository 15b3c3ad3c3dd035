using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sluice.Local.Asking;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary><c>profile</c>: what the values of a table's columns look like.</summary>
internal static class ProfileCommand
{
    // Longer values would push the other columns out of the terminal.
    private const int MostShown = 24;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "A dataset, or a part of the ledger such as rejects." };
        var command = new Command(
            "profile",
            """
            Shows what the values of each column of a table look like: how many are empty and different, the least, the greatest, the median
            and the most frequent. A process that serves the home folder answers; if there is none, the warehouse is opened.
            """)
        {
            name, CommonOptions.Json,
        };
        command.AddLocal();
        command.AddExamples("sluice profile ads");
        command.SetWork(async (result, cancellationToken) =>
        {
            await using var client = await LakeClient.OpenAsync(result.GetLocal(), cancellationToken);
            var set = result.GetRequiredValue(name);
            var sets = await client.ReadAsync("", cancellationToken);
            var names = sets.Select(s => s.GetProperty("name").GetString()).ToList();
            CommandException.ThrowUsage(
                names.Contains(set) ? null : $"There is no table {set}. The tables are {string.Join(", ", names)}.");
            var document = await client.ReadProfileAsync(set, cancellationToken);
            if (result.GetValue(CommonOptions.Json))
            {
                await result.InvocationConfiguration.Output.WriteLineAsync(document);
            }
            else
            {
                Write(JsonElement.Parse(document));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(JsonElement profile)
    {
        var rows = profile.GetProperty("rows").GetInt64();
        var table = new Table().Border(TableBorder.Simple).AddColumn("column").AddColumn("type");
        foreach (var number in (string[])["empty", "distinct", "min", "median", "max"])
        {
            table.AddColumn(number, c => c.RightAligned());
        }

        table.AddColumn("most frequent");
        foreach (var column in profile.GetProperty("columns").EnumerateArray())
        {
            table.AddRow([.. Cells(column, rows).Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(rows == 1 ? "1 row" : $"{Show.Number(rows)} rows");
    }

    private static IEnumerable<string> Cells(JsonElement column, long rows)
    {
        var nulls = column.GetProperty("nulls").GetInt64();
        var share = rows == 0 ? 0 : (double)nulls / rows;
        var about = column.TryGetProperty("approximate", out _) ? "~" : "";
        return
        [
            column.GetProperty("name").GetString()!,
            column.GetProperty("type").GetString()!["Edm.".Length..],

            // A few of many are not none.
            nulls > 0 && share < 0.0005 ? "< 0.1%" : share.ToString("0.0%", CultureInfo.InvariantCulture),
            $"{about}{Show.Number(column.GetProperty("distinct").GetInt64())}",
            column.TryGetProperty("min", out var min) ? Text(min) : "",
            column.TryGetProperty("quartiles", out var quartiles) ? Text(quartiles[1]) : "",
            column.TryGetProperty("max", out var max) ? Text(max) : "",
            column.TryGetProperty("sensitive", out _) ? "(sensitive)"
                : column.TryGetProperty("top", out var top) && top.GetArrayLength() > 0
                    ? $"{Text(top[0].GetProperty("value"))} ({Show.Number(top[0].GetProperty("rows").GetInt64())})"
                    : "",
        ];
    }

    private static string Text(JsonElement value)
    {
        var text = value.ToString().ReplaceLineEndings(" ");
        return text.Length <= MostShown ? text : $"{text[..(MostShown - 1)]}…";
    }
}
