using System.Text.Json;
using CsvHelper;
using Sluice.Local.Generate;
using Sluice.Local.Generate.Tables;

namespace Sluice.Tests.Generate;

/// <summary>A sample in a temporary folder. Disposing of this deletes it.</summary>
public sealed class SampleFolder : IDisposable
{
    public static readonly string[] Names = ["users/Users", "ads/Ads", "ads_transaction/AdsTransaction", "referrals/Referrals"];

    private static readonly CsvReaderOptions Plain = new() { Separator = ',', SkipEmptyLines = false };

    private SampleFolder()
    {
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("sluice-sample-").FullName;

    internal SampleSummary Summary { get; private set; } = new([]);

    public static async Task<SampleFolder> CreateAsync(int rows, double dirt, ulong seed = 1)
    {
        var folder = new SampleFolder();
        folder.Summary = await SampleGenerator.GenerateAsync(
            new SampleOptions { Folder = folder.Path, Rows = rows, Seed = seed, Dirt = dirt }, null, TestContext.Current.CancellationToken);
        return folder;
    }

    public byte[] Bytes(string name) => File.ReadAllBytes(System.IO.Path.Combine(Path, name + ".csv"));

    public JsonElement Expected(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(Path, name + ".expected.json"))).RootElement;

    /// <summary>The records of a file, the header first, each a list of its fields' bytes.</summary>
    public IEnumerable<byte[][]> Records(string name)
    {
        using var reader = CsvReader.FromFile(System.IO.Path.Combine(Path, name + ".csv"), Plain with { HasHeader = false });
        while (reader.Read())
        {
            var record = new byte[reader.FieldCount][];
            for (var i = 0; i < record.Length; i++)
            {
                record[i] = reader[i].Span.ToArray();
            }

            yield return record;
        }
    }

    /// <summary>The data rows that pass <see cref="PlainCheck"/>, by column.</summary>
    public IEnumerable<Dictionary<string, string>> GoodRows(string name)
    {
        string[]? header = null;
        foreach (var record in Records(name))
        {
            if (header is null)
            {
                header = [.. record.Select(System.Text.Encoding.UTF8.GetString)];
            }
            else if (PlainCheck.Errors(name, header, record).Count == 0)
            {
                yield return header.Zip(record).ToDictionary(p => p.First, p => System.Text.Encoding.UTF8.GetString(p.Second));
            }
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
