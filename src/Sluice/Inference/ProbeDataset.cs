using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Inference;

/// <summary>A dataset for reading files that have no definition yet.</summary>
internal static class ProbeDataset
{
    /// <summary>Creates the dataset.</summary>
    /// <param name="encoding">The encoding of the files.</param>
    /// <param name="dialect">The dialect of the files.</param>
    /// <param name="fields">The known fields; may be empty.</param>
    public static Dataset Create(string encoding, CsvDialect dialect, IReadOnlyList<Field> fields) => new()
    {
        Name = "probe",
        Paths = [new DatasetPath("data", "*")],
        Schema = new TableSchema { Fields = fields, FieldsMatch = FieldsMatch.Equal },
        Dialect = dialect,
        Encoding = encoding,
    };
}
