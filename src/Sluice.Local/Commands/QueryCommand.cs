using System.CommandLine;
using Sluice.Local.Asking;
using Sluice.Local.Terminal;

namespace Sluice.Local.Commands;

/// <summary><c>query</c>: asks the warehouse a question.</summary>
internal static class QueryCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var sql = new Argument<string?>("SQL")
        {
            Description = "One SELECT in the SQL of the warehouse. Tables are lake.DATASET and sluice.file, load, reject and so on.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var file = new Option<string?>("--file", "-f") { Description = "The file with the SQL; - for standard input.", HelpName = "PATH" };
        var odata = new Option<string?>("--odata")
        {
            Description = "An OData request for rows, as it stands after /api/data/, instead of SQL.",
            HelpName = "REQUEST",
        };
        var explain = new Option<bool>("--explain") { Description = "Show the SQL of the OData request, and do not run it." };
        var csv = new Option<bool>("--csv") { Description = "Write CSV." };
        var command = new Command(
            "query",
            """
            Asks the warehouse a question, and changes nothing. A process that serves the home folder answers; if there is none, the
            warehouse is opened.
            """)
        {
            sql, file, odata, explain, csv, CommonOptions.Json,
        };
        command.AddLocal();
        command.AddExamples(
            "sluice query \"SELECT city, count(*) FROM lake.ads GROUP BY city ORDER BY 2 DESC\"",
            "sluice query --odata 'ads?$filter=price gt 100&$top=10' --csv");
        command.SetWork(async (result, cancellationToken) =>
        {
            var (text, path, request) = (result.GetValue(sql), result.GetValue(file), result.GetValue(odata));
            var (asCsv, asJson) = (result.GetValue(csv), result.GetValue(CommonOptions.Json));
            CommandException.ThrowUsage(
                new[] { text, path, request }.Count(t => t is not null) != 1 ? "Name one question: SQL, --file or --odata."
                : asCsv && asJson ? "Choose --csv or --json."
                : request?.Contains("$format=", StringComparison.Ordinal) is true
                    ? "--csv and --json say how rows are written. Leave out $format."
                : result.GetValue(explain) && request is null ? "--explain shows the SQL of a request: name it with --odata."
                : null);
            text ??= path is null ? null : await ReadAsync(path, cancellationToken);
            await using var client = await LakeClient.OpenAsync(result.GetLocal(), cancellationToken);
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(explain))
            {
                await output.WriteAsync(await client.ExplainAsync(request!, cancellationToken));
                return ExitCode.Ok;
            }

            var rows = text is null
                ? await client.RequestAsync(request!, cancellationToken)
                : await client.RunSqlAsync(text, cancellationToken);
            await new RowsWriter(output).WriteAsync(rows, asCsv ? RowsFormat.Csv : asJson ? RowsFormat.Json : RowsFormat.Table);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (path == "-")
        {
            return await Console.In.ReadToEndAsync(cancellationToken);
        }

        LocalFile.Check(path);
        return await File.ReadAllTextAsync(path, cancellationToken);
    }
}
