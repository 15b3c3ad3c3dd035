using CsvHelper;

namespace Sluice.Benchmarks.Peers;

/// <summary>Reads ads as one does with CsvHelper.</summary>
internal static class AdReader
{
    // Records that are not of the types of the class are left out.
    private static readonly CsvReaderOptions Options = new()
    {
        OnRecordError = static _ => true,
    };

    /// <summary>Reads a file's records.</summary>
    public static IEnumerable<Ad> Read(string path)
    {
        using var csv = CsvReader.FromFile(path, Options);
        foreach (var ad in csv.GetRecords<Ad>())
        {
            yield return ad;
        }
    }
}
