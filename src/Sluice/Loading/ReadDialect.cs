using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Loading;

/// <summary>The dialect that a file was read with, which stays the same as the file grows.</summary>
internal static class ReadDialect
{
    /// <summary>The dialect of a checkpoint. It has a delimiter.</summary>
    public static CsvDialect Of(Checkpoint checkpoint, Dataset dataset) =>
        !IsChosen(dataset) && dataset.Dialect.Delimiter is not null ? dataset.Dialect
        : checkpoint.Dialect is { } text ? DialectJson.Read(text)
        : (IsChosen(dataset) ? CsvDialect.Default : dataset.Dialect) with { Delimiter = $"{checkpoint.Delimiter}" };

    /// <summary>The dialect for a checkpoint.</summary>
    public static string Write(CsvDialect dialect) => DialectJson.Write(dialect).ToJsonString();

    private static bool IsChosen(Dataset dataset) => dataset.Dialect.IsOpen || dataset.Header == HeaderPolicy.Auto;
}
