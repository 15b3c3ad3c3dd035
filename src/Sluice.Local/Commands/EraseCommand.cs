using System.CommandLine;
using System.Globalization;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Ledger;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;
using Sluice.Operations;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary><c>erase</c>: erases the row of a key, and what goes along with it.</summary>
internal static class EraseCommand
{
    private const int MostRemains = 10_000;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET") { Description = "The name of the dataset." };
        var key = new Argument<string[]>("FIELD=VALUE")
        {
            Description = "Each field of its primary key with its value, such as id=42.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "erase",
            "Erases the row of a key, its rejects, and the rows that refer to it (\"sluice:erase\": \"cascade\"). Later loads leave them "
                + "out. Shows which lines of the lake still have them. Needs the setting Sensitive__HashKey.")
        {
            dataset, key, CommonOptions.Json,
        };
        command.AddLocal();
        command.AddExamples("sluice erase users id=42");
        command.SetWork(async (result, cancellationToken) =>
        {
            var options = result.GetLocal();
            var name = LocalFile.LoadLake(options.Lake).Get(result.GetValue(dataset)!).Name;
            var values = ReadValues(result.GetValue(key)!);
            await using var host = await LocalHost.OpenAsync(options, cancellationToken);
            var hashKey = host.Options.Read.HashKey;
            ErasureKey? read = null;
            var fault = ErasureKey.FindFault(hashKey)
                ?? ErasureKey.TryRead(host.Lake.Find(name)!, values, hashKey, host.Limits, out read);
            if (fault is not null)
            {
                throw new CommandException(ExitCode.Usage, fault);
            }

            var erasure = await OperationRun.RunAsync(host, WorkRequest.ForKey(read!, LoadTrigger.Command), cancellationToken);
            if (erasure.State == OperationState.Failed)
            {
                throw new CommandException(ExitCode.Unavailable, erasure.Error!);
            }

            var remains = await host.Erasure.ReadRemainsAsync(erasure.Id, MostRemains + 1, cancellationToken);
            if (result.GetValue(CommonOptions.Json))
            {
                result.WriteJson(new { Operation = OperationBody.From(erasure), Remains = remains });
            }
            else
            {
                ShowResult(erasure, remains);
            }

            return erasure.Failed > 0 ? ExitCode.Data : ExitCode.Ok;
        });
        return command;
    }

    private static Dictionary<string, string> ReadValues(IEnumerable<string> key)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in key)
        {
            if (text.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && values.TryAdd(text[..at], text[(at + 1)..]))
            {
                continue;
            }

            throw new CommandException(
                ExitCode.Usage, "The key is written as FIELD=VALUE, once for each field of the primary key, such as id=42.");
        }

        return values;
    }

    private static void ShowResult(Operation erasure, IReadOnlyList<Remain> remains)
    {
        if (remains.Count > 0)
        {
            var table = Show.Table("files that still have the key", "line");
            foreach (var remain in remains.Take(MostRemains))
            {
                table.AddRow(Markup.Escape(remain.File), remain.Line == 0 ? "could not be read" : Show.Number(remain.Line));
            }

            AnsiConsole.Write(table);
            if (remains.Count > MostRemains)
            {
                AnsiConsole.WriteLine("There are more: the set 'remains' of the API has all of them.");
            }
        }

        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{erasure.Rows:N0} rows and {erasure.Rejected:N0} rejects erased, {erasure.Matched:N0} files searched, in "
                + $"{erasure.Seconds:0.0} s."));
        AnsiConsole.WriteLine(
            remains.Any(r => r.Line > 0)
                ? "Sluice does not change the files of the lake. Later loads leave out these lines, but delete them from the files as well."
                : remains.Count > 0 ? "Nobody knows whether files that cannot be read have the key."
                : "No file of the lake has the key.");
    }
}
