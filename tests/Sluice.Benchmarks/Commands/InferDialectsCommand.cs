using System.CommandLine;
using System.Globalization;
using Sluice.Benchmarks.Inference;
using Spectre.Console;

namespace Sluice.Benchmarks.Commands;

/// <summary><c>infer dialects</c>: judges the dialects that are found without a schema.</summary>
internal static class InferDialectsCommand
{
    private const double LeastHeaders = 0.95;

    private static readonly Dictionary<string, double> Limits = new()
    {
        ["CSV"] = 0.97,
        ["CSV Wrangling"] = 0.95,
        ["W3C"] = 0.99,
    };

    /// <summary>Creates the verb.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "A checkout of github.com/ws-garcia/CSVsniffer." };
        folder.Validators.Add(r =>
        {
            if (AnnotatedFile.FaultOf(r.GetValueOrDefault<string>()) is { } fault)
            {
                r.AddError(fault);
            }
        });
        var verbose = InferCommand.Verbose();
        var command = new Command(
            "dialects",
            "Infers the dialects of the annotated files of CSVsniffer. Ends with 1 if a limit is missed. A dialect is right if delimiter, "
            + "quote and escape are. Any quote is right if the file has no such character, which 'strict' does not allow. Doubled quotes "
            + "are always read, so only a backslash counts as an escape. The headers were annotated for this judge, since the repository "
            + "does not say which rows they are.")
        {
            folder, verbose,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var outcomes = new List<DialectOutcome>();
            foreach (var file in AnnotatedFile.In(result.GetRequiredValue(folder)))
            {
                outcomes.Add(await JudgeAsync(file, cancellationToken));
            }

            if (result.GetValue(verbose))
            {
                outcomes.ForEach(List);
            }

            AnsiConsole.Write(TableOf(outcomes));
            return outcomes.GroupBy(o => o.File.Set).All(IsReached) ? 0 : 1;
        });
        return command;
    }

    private static async Task<DialectOutcome> JudgeAsync(AnnotatedFile file, CancellationToken cancellationToken)
    {
        using var inferred = await InferredFile.OfAsync(file.Path, cancellationToken);
        return inferred.Refusal is { } refusal
            ? new(file, null, refusal)
            : new(file, inferred.Inference.Dialect, null) { HeaderRows = inferred.Inference.NameRows is [_, ..] rows ? rows : [0] };
    }

    private static Table TableOf(List<DialectOutcome> outcomes)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumn("set");
        foreach (var name in (string[])["files", "refused", "delimiter", "quote", "escape", "all three", "strict", "limit", "", "header"])
        {
            table.AddColumn(name, c => c.RightAligned().NoWrap());
        }

        foreach (var set in outcomes.GroupBy(o => o.File.Set))
        {
            table.AddRow(
                set.Key, $"{set.Count()}", $"{set.Count(o => o.Refusal is not null)}", Share(set, o => o.IsDelimiter),
                Share(set, o => o.IsQuote), Share(set, o => o.IsEscape), Share(set, o => o.IsRight), Share(set, o => o.IsStrictlyRight),
                Limits[set.Key].ToString("0 %", CultureInfo.InvariantCulture), IsReached(set) ? "reached" : "missed",
                Share(set, o => o.IsHeader));
        }

        return table;
    }

    private static bool IsReached(IGrouping<string, DialectOutcome> set) =>
        set.Count(o => o.IsRight) >= Limits[set.Key] * set.Count() && set.Count(o => o.IsHeader) >= LeastHeaders * set.Count()
        && set.All(o => o.Refusal is null);

    private static string Share(IEnumerable<DialectOutcome> outcomes, Func<DialectOutcome, bool> isRight) =>
        outcomes.Average(o => isRight(o) ? 1.0 : 0).ToString("0.0 %", CultureInfo.InvariantCulture);

    private static void List(DialectOutcome outcome)
    {
        var file = outcome.File;
        if (outcome.Refusal is { } refusal)
        {
            Console.WriteLine($"{file.Set}/{file.Name}: refused: {refusal}");
            return;
        }

        var found = outcome.Found!;
        if (!outcome.IsStrictlyRight)
        {
            Console.WriteLine(
                $"{file.Set}/{file.Name}: {(outcome.IsRight ? "right, but not strictly" : "wrong")}: delimiter {Show(found.Delimiter)}, "
                + $"quote {Show(found.QuoteChar)}, escape {Show(found.EscapeChar)}; annotated {Show(file.Delimiter)}, {Show(file.Quote)}, "
                + Show(file.Escape));
        }

        if (!outcome.IsHeader)
        {
            Console.WriteLine(
                $"{file.Set}/{file.Name}: header {string.Join(",", outcome.HeaderRows)}, annotated {string.Join(",", file.HeaderRows)}");
        }
    }

    private static string Show(string? mark) => string.IsNullOrEmpty(mark) ? "none" : mark == "\t" ? "tab" : mark == " " ? "space" : mark;
}
