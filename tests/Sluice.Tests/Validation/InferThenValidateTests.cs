using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Sluice.Analytics.Model;
using Sluice.Inference;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Rows;
using Sluice.Tests.Lake;
using Sluice.Validation;

namespace Sluice.Tests.Validation;

/// <summary>
/// Inference gives a valid lake definition that accepts its file: each readable row passes, and only rows that no definition could
/// accept are rejects.
/// </summary>
[Trait("kind", "thorough")]
public class InferThenValidateTests
{
    // The environment variable CsCheck_Iter tries more.
    private static readonly long Tables =
        long.Parse(Environment.GetEnvironmentVariable("CsCheck_Iter") ?? "300", CultureInfo.InvariantCulture);

    /// <summary>The cases with rows that cannot be read in any way.</summary>
    private static readonly Dictionary<string, (int Rejects, string Why)> Unreadable = new()
    {
        ["c04-missing-close-quote-mid-file.csv"] = (1, "a quote is not closed"),
        ["c24-nul-byte-in-text.csv"] = (1, "a NUL is no text"),
        ["mixed_enc.csv"] = (1, "a byte is not of the encoding"),
        ["nul_in_field.csv"] = (1, "a NUL is no text"),
        ["one_bad_byte2.csv"] = (1, "a byte is not of the encoding"),
        ["one_bad_cell.csv"] = (1, "one row of ten thousand has values of other types"),
        ["rt_nul.csv"] = (1, "a NUL is no text"),
    };

    /// <summary>The cases that are not tables.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["c45-empty-file.csv"] = "The file is empty",
        ["c56-zip-file.csv"] = "a ZIP archive",
        ["c72-html-page.csv"] = "The file is an HTML page",
        ["empty_file.csv"] = "The file is empty",
    };

    private static readonly SearchValues<char> Special = SearchValues.Create("\"\r\n\t,;|#'/");

    // Oddities of a header: no text, line breaks, the table's own names, duplicate names (also in another case), places, great length,
    // quotes.
    private static readonly Gen<string> Header = Gen.Frequency(
        (6, Gen.OneOf("a", "A", "b", "id", "a b", "ä", "field1", "field2")),
        (4, Gen.OneOf("", " ", "a\nb", "a\r\nb", "\t", "_row", "_FILE", "_key", "_errors", "row", "x,y", "\"")),
        (3, Gen.Select(Gen.OneOf("a", "b", "", "_row", "a#1"), Gen.OneOf("1", "2", "3", "02"), (text, place) => $"{text}#{place}")),
        (1, Gen.Int[1, 200].Select(length => new string('é', length))));

    private static readonly Gen<string> Value = Gen.Frequency(
        (3, Gen.OneOf("", " ", "NULL", "NA", "-", "\\N", "a", "A", "x y", "ä", "\"", "'", "\\", "#", "# x", "//", "=")),
        (3, Gen.Long.Select(n => $"{n}")),
        (2, Gen.Int[-3, 30].Select(n => $"{n}")),
        (3, Gen.OneOf("1", "-0", "0", "007", "+5", "1.0", "1.00", "1,5", "1,000", "1.000,5", "1e3", "1E400", "9223372036854775808", "NaN",
            "INF", ".5", "5.", "$5", "5%", "(5)", "−5")),
        (2, Gen.OneOf("true", "TRUE", "False", "0", "1", "yes", "t")),
        (3, Gen.OneOf("2024-01-02", "2024-1-2", "2024/1/2", "2024/01/02", "01/02/2024", "1/2/2024", "13/01/2024", "01/13/2024", "1.2.2024",
            "31 Jan 2024", "31-Jan-24", "0000-00-00")),
        (3, Gen.OneOf("2024-01-02T03:04:05Z", "2024-01-02T03:04:05+00:00", "2024-01-02 03:04:05", "2024-01-02 03:04",
            "2024-01-02 03:04:05.1234567", "24:00:00", "03:05 PM", "3:05 PM", "15:05", "2024-01")),
        (2, Gen.OneOf("P1D", "PT24H", "{\"a\":1}", "{ \"a\": 1 }", "[1]", "[1.0]", "1,2", "a@b.org", "A@b.org",
            "3F2504E0-4F89-11D3-9A0C-0305E82C3301", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")));

    private static readonly Gen<(string Delimiter, string Break, string[] Header, string[][] Rows)> Table =
        from width in Gen.Int[1, 5]
        from delimiter in Gen.OneOf(",", ";", "\t", "|")
        from lineBreak in Gen.OneOf("\n", "\r\n", "\r")
        from header in Header.Array[width]
        from columns in Gen.OneOf(Value.Array[1, 3], Value.Array[1, 3], Value.Array[30]).Array[width]
        from count in Gen.Int[0, 40]
        from rows in Gen.Int[0, 1000].Array[width].Array[count]
        select (delimiter, lineBreak, header, rows.Select(r => r.Select((v, i) => columns[i][v % columns[i].Length]).ToArray()).ToArray());

    public static TheoryData<string> Cases => [.. Files(RepositoryRoot.Of("tests", "Sluice.Tests", "Cases", "csv"))];

    /// <summary>Real files, from packages that publish them as test data.</summary>
    public static TheoryData<string> Packages =>
    [
        .. Files(RepositoryRoot.Of("node_modules", "csv-spectrum", "csvs")).Select(f => $"csv-spectrum/csvs/{f}"),
        .. Files(RepositoryRoot.Of("node_modules", "vega-datasets", "data")).Select(f => $"vega-datasets/data/{f}"),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_case_is_taken_as_it_was_inferred(string name)
    {
        var file = await File.ReadAllBytesAsync(
            RepositoryRoot.Of("tests", "Sluice.Tests", "Cases", "csv", name), TestContext.Current.CancellationToken);
        if (Refused.TryGetValue(name, out var says))
        {
            var refused = await Assert.ThrowsAsync<FileRefusedException>(() => CheckAsync(file, name));
            Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(Unreadable.GetValueOrDefault(name).Rejects, (await CheckAsync(file, name)).Rejected);
        }
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task A_real_file_is_taken_as_it_was_inferred(string name)
    {
        var file = await File.ReadAllBytesAsync(RepositoryRoot.Of("node_modules", name), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await CheckAsync(file, name)).Rejected);
    }

    [Fact]
    public void Any_table_is_taken_as_it_was_inferred() =>
        Table.Sample(
            table =>
            {
                var text = new StringBuilder();
                foreach (var row in table.Rows.Prepend(table.Header))
                {
                    text.AppendJoin(table.Delimiter, row.Select(Quoted)).Append(table.Break);
                }

                var found = CheckAsync(Encoding.UTF8.GetBytes(text.ToString()), "any.csv").GetAwaiter().GetResult();

                // Delimiters alone are no row.
                var rows = table.Rows.Count(r => r.Length == 1 || r.Any(v => v.AsSpan().Trim(" \t").Length > 0));

                // A header can look like a row, and the first rows of a strange table like the rest of its header.
                Assert.True(
                    found.Rejected == 0 && found.Rows >= rows - 2 && found.Rows <= rows + 1,
                    $"{found.Rows} of {rows} rows, {found.Rejected} rejects:\n{text}");

                string Quoted(string value) =>
                    value.AsSpan().ContainsAny(Special) || table.Header.Length == 1
                        ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
                        : value;
            },
            iter: Tables);

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder)
            .Where(f => Path.GetExtension(f) is ".csv" or ".tsv").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    /// <summary>Infers a file, makes a lake definition of the result, and validates the file by it.</summary>
    private static async Task<FileValidation> CheckAsync(byte[] file, string name)
    {
        using var inference = new SchemaInference();
        await inference.ReadAsync(Given.File(file), name, long.MaxValue, CancellationToken.None);
        var dataset = ResourceNames.FromPath(name);
        var resource = ResourceJson.Write(dataset, ResourceNames.PathOf(dataset, name), inference);
        var lake = LakeFolder.Load(new JsonObject { ["resources"] = new JsonArray(resource) }.ToJsonString());
        Assert.NotNull(AnalyticsModel.From(lake).Edm);

        var rejects = new List<Reject>();
        var found = await FileValidator.ValidateAsync(
            lake.Datasets[0], new WarehouseLimits(1), new ReadOptions(), Given.File(file), rejects.Add, CancellationToken.None, name);
        Assert.Null(found.Error);
        var misfits = inference.ToTable(dataset).MisfitRows;
        Assert.True(found.Rejected == inference.Skipped + misfits, string.Join("; ", rejects.SelectMany(r => r.Errors)));
        Assert.Equal(inference.Rows - misfits, found.Rows);
        return found;
    }
}
