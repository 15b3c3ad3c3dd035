using System.CommandLine;
using Sluice.Benchmarks.Inference;
using Spectre.Console;

namespace Sluice.Benchmarks.Commands;

/// <summary><c>infer types</c>: the types that are inferred, beside those of DuckDB's sniffer.</summary>
internal static class InferTypesCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create()
    {
        var folders = InferCommand.Folders();
        var (only, verbose) = (InferCommand.Only(), InferCommand.Verbose());
        var command = new Command(
            "types",
            "Compares the types of all columns with those that DuckDB's sniffer gives them, if both find the same columns. Each difference "
            + "says who is right. Ends with 1 if a type is narrower than the values of its column.")
        {
            folders, only, verbose,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var sniffer = new DuckDbSniffer();
            var compared = new List<TypeComparison>();
            var (files, others) = (0, 0);
            foreach (var path in result.GetRequiredValue(folders).SelectMany(f => CsvFiles.In(f, result.GetRequiredValue(only))))
            {
                using var inferred = await InferredFile.OfAsync(path, cancellationToken);
                if (inferred.Refusal is null)
                {
                    files++;
                    var found = await TypeComparison.OfAsync(inferred, sniffer, cancellationToken);
                    others += found is null ? 1 : 0;
                    compared.AddRange(found ?? []);
                }
            }

            if (result.GetValue(verbose))
            {
                foreach (var one in compared.Where(c => c.Verdict != TypeVerdict.Same))
                {
                    Console.WriteLine($"{one.Path}: {one.Column}: {one.Ours}, DuckDB {one.Theirs}: {one.Verdict}");
                }
            }

            AnsiConsole.Write(TypeTable.Of(compared));
            AnsiConsole.WriteLine(
                $"{files} files with {compared.Count} columns; DuckDB finds other columns, or none, in {others} of the files.");
            return compared.Exists(c => c.Verdict == TypeVerdict.OursTooNarrow) ? 1 : 0;
        });
        return command;
    }
}
