using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Benchmarks.Pollock;

/// <summary>What is wrong in a file of the benchmark, by its name.</summary>
/// <param name="Kind">The kind of pollution: the file's name without numbers of row and column.</param>
/// <param name="Row">The row that the pollution touches: 0 for the header, 1 for the first data row; <see langword="null"/> if it touches
/// the whole file.</param>
/// <param name="Weight">How many files of the survey have it, divided among the files of the benchmark that show it.</param>
internal sealed partial record Pollution(string Kind, int? Row, double Weight)
{
    // The survey counted 3,712 files. Those with rows of another width are divided by 1,414, though the benchmark has 1,428 such files.
    private static readonly FrozenDictionary<string, (int Surveyed, int Among)> Weights = new Dictionary<string, (int, int)>
    {
        ["source"] = (1, 1),
        ["file_no_payload"] = (15, 1),
        ["file_no_trailing_newline"] = (184, 1),
        ["file_double_trailing_newline"] = (5, 1),
        ["file_no_header"] = (470, 1),
        ["file_header_multirow_2"] = (94, 2),
        ["file_header_multirow_3"] = (94, 2),
        ["file_preamble"] = (282, 1),
        ["file_multitable_less"] = (188, 3),
        ["file_multitable_same"] = (188, 3),
        ["file_multitable_more"] = (188, 3),
        ["file_header_only"] = (3, 1),
        ["file_one_data_row"] = (4, 1),
        ["file_record_delimiter_0xA"] = (1691, 1),
        ["file_record_delimiter_0xD"] = (7, 1),
        ["file_field_delimiter_0x9"] = (4, 1),
        ["file_field_delimiter_0x20"] = (4, 1),
        ["file_field_delimiter_0x2C_0x20"] = (101, 1),
        ["file_field_delimiter_0x3B"] = (834, 1),
        ["file_quotation_char_0x27"] = (11, 1),
        ["file_escape_char_0x5C"] = (1, 1),
        ["file_escape_char_0x00"] = (7, 1),
        ["row_less_sep"] = (520, 1414),
        ["row_more_sep"] = (520, 1414),
        ["row_field_delimiter"] = (12, 84),
        ["row_extra_quote"] = (7, 756),
    }.ToFrozenDictionary();

    /// <summary>The kind for people: whether the header or a data row has the pollution makes a difference.</summary>
    public string Title => Row == 0 ? $"{Kind}, header" : Kind;

    /// <summary>The pollution of a file.</summary>
    /// <param name="fileName">The name, such as <c>row_less_sep_row5_col3.csv</c>.</param>
    /// <exception cref="InvalidDataException">The benchmark has no such file.</exception>
    public static Pollution Of(string fileName)
    {
        var row = RowName().Match(fileName);
        var kind = row.Success ? row.Groups["kind"].Value : Path.GetFileNameWithoutExtension(fileName);
        return row.Success == kind.StartsWith("row_", StringComparison.Ordinal) && Weights.TryGetValue(kind, out var weight)
            ? new(
                kind, row.Success ? int.Parse(row.Groups["row"].Value, CultureInfo.InvariantCulture) : null,
                (double)weight.Surveyed / weight.Among)
            : throw new InvalidDataException($"{fileName} is not a file of the Pollock benchmark.");
    }

    [GeneratedRegex(@"^(?<kind>row_(less_sep|more_sep|extra_quote|field_delimiter))(_row|_)?(?<row>\d+)_")]
    private static partial Regex RowName();
}
