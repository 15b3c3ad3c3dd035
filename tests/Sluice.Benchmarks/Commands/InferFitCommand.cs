using System.CommandLine;
using Sluice.Benchmarks.Inference;

namespace Sluice.Benchmarks.Commands;

/// <summary>
/// <c>infer same</c> and <c>infer halves</c>: judge whether the definition that was inferred of a file accepts the same file, or the
/// second half of it.
/// </summary>
internal static class InferFitCommand
{
    private const int LeastRows = 10;
    private const double MostInHalves = 0.003;

    /// <summary>Creates the verb <c>same</c>.</summary>
    public static Command CreateSame() => Create(
        "same",
        "Infers each file, and validates it with what was inferred. No row should be rejected but those that the "
        + "report of inference names, and no table refused.",
        0,
        FitAsync);

    /// <summary>Creates the verb <c>halves</c>.</summary>
    public static Command CreateHalves() => Create(
        "halves",
        $"Infers the first half of each file of at least {LeastRows} rows, and validates the second half with what was inferred, as if it "
        + "were tomorrow's file.",
        MostInHalves,
        FitHalvesAsync);

    private static Command Create(
        string name, string description, double limit, Func<string, string, CancellationToken, Task<FileFit?>> fit)
    {
        var folders = InferCommand.Folders();
        var (only, verbose) = (InferCommand.Only(), InferCommand.Verbose());
        var command = new Command(name, $"{description} Ends with 1 if the limit is missed.") { folders, only, verbose };
        command.SetAction(async (result, cancellationToken) =>
        {
            var fits = new List<FileFit>();
            foreach (var folder in result.GetRequiredValue(folders))
            {
                foreach (var path in CsvFiles.In(folder, result.GetRequiredValue(only)))
                {
                    if (await fit(folder, path, cancellationToken) is { } found)
                    {
                        fits.Add(found);
                    }
                }
            }

            if (result.GetValue(verbose))
            {
                FitTable.List(fits);
            }

            return FitTable.Print(fits, limit) ? 0 : 1;
        });
        return command;
    }

    private static async Task<FileFit?> FitAsync(string folder, string path, CancellationToken cancellationToken)
    {
        using var inferred = await InferredFile.OfAsync(path, cancellationToken);
        return inferred.Refusal is { } refusal
            ? new(folder, path, 0, 0) { InferRefusal = refusal, IsNoTable = inferred.IsNoTable }
            : await FitAsync(folder, path, path, inferred, cancellationToken) with { Announced = inferred.Announced };
    }

    private static async Task<FileFit?> FitHalvesAsync(string folder, string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        using var whole = await InferredFile.OfAsync(path, cancellationToken);
        if (whole.Refusal is not null || !FileHalves.CanCut(bytes) || whole.Inference.Dialect.IsOpen)
        {
            return null;
        }

        var dialect = whole.Inference.Dialect;
        var before = whole.Inference.NameRows is [.., var last] ? last : dialect.CommentRows.Count;
        var halves = FileHalves.Of(bytes, before, dialect.QuoteChar is [var quote] ? (byte)quote : (byte)0);
        if (halves.Rows < LeastRows)
        {
            return null;
        }

        var temporary = Directory.CreateTempSubdirectory("sluice-halves-");
        try
        {
            var (first, second) = (Path.Combine(temporary.FullName, "first.csv"), Path.Combine(temporary.FullName, "second.csv"));
            await File.WriteAllBytesAsync(first, halves.First, cancellationToken);
            await File.WriteAllBytesAsync(second, halves.Second, cancellationToken);
            using var inferred = await InferredFile.OfAsync(first, cancellationToken);
            return inferred.Refusal is { } refusal
                ? new(folder, path, 0, 0) { InferRefusal = refusal, IsNoTable = inferred.IsNoTable }
                : await FitAsync(folder, path, second, inferred, cancellationToken);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static async Task<FileFit> FitAsync(
        string folder, string path, string validated, InferredFile inferred, CancellationToken cancellationToken)
    {
        string? first = null;
        try
        {
            var found = await inferred.ValidateAsync(
                validated,
                r => first ??= $"{r.Line}: {string.Join("; ", r.Errors.Select(e => $"{e.Field ?? "row"}: {e.Message}"))}",
                cancellationToken);
            return new(folder, path, found.Rows, found.Rejected)
            {
                ValidateRefusal = found.Error,
                FirstReject = first,
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new(folder, path, 0, 0) { ValidateRefusal = $"the definition is refused: {e.Message}" };
        }
    }
}
