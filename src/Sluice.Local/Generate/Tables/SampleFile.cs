namespace Sluice.Local.Generate.Tables;

/// <summary>
/// A generated CSV file and what validation must find in it. Written beside the file as <c>&lt;name&gt;.expected.json</c>, with these names
/// in camel case.
/// </summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="File">The file's path in the folder, with forward slashes (<c>ads/Ads.csv</c>).</param>
/// <param name="Rows">The number of data rows, good and bad.</param>
/// <param name="Good">The number of rows that pass.</param>
/// <param name="Bad">The number of rows that do not pass.</param>
/// <param name="Rules">How often each rule is broken, by <c>field/rule</c> (<c>null/rule</c> where the row as a whole breaks it), in
/// ordinal order. The sum exceeds <paramref name="Bad"/> if rows have two faults.</param>
/// <param name="Bytes">The length of the file.</param>
internal sealed record SampleFile(
    string Dataset, string File, long Rows, long Good, long Bad, IReadOnlyDictionary<string, long> Rules, long Bytes);
