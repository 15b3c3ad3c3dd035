using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Inference;

/// <summary>A dataset for reading files that have no definition yet.</summary>
internal static class ProbeDataset
{
    /// <summary>Creates the dataset.</summary>
    /// <param name="encoding">The encoding of the files.</param>
    /// <param name="plan">The way to read the files.</param>
    /// <param name="fields">The known fields; may be empty.</param>
    public static Dataset Create(string encoding, ReadingPlan plan, IReadOnlyList<Field> fields) => new()
    {
        Name = "probe",
        Paths = [new DatasetPath("data", "*")],
        Schema = new TableSchema { Fields = fields, FieldsMatch = FieldsMatch.Equal },
        Dialect = plan.Dialect,
        Encoding = encoding,
        ShortRows = plan.PadsRows ? ShortRowPolicy.Pad : ShortRowPolicy.Reject,
    };
}
