using Sluice.Lake;

namespace Sluice.Inference;

/// <summary>The dataset that files nobody has described are read as.</summary>
internal static class ProbeDataset
{
    /// <summary>Makes it.</summary>
    /// <param name="encoding">The encoding of the files.</param>
    /// <param name="dialect">How they are written.</param>
    /// <param name="fields">Their fields, as far as these are known.</param>
    public static Dataset Create(string encoding, CsvDialect dialect, IReadOnlyList<Field> fields) => new()
    {
        Name = "probe",
        Path = new DatasetPath("data", "*"),
        Schema = new TableSchema { Fields = fields, FieldsMatch = FieldsMatch.Equal },
        Dialect = dialect,
        Encoding = encoding,
    };
}
