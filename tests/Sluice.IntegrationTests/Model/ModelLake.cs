using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake;

namespace Sluice.IntegrationTests.Model;

/// <summary>
/// The lake of the model test: a dataset for each write mode, and one that refuses files with many rejects. All have the same fields.
/// The key is the last field, so that a file that ends within a record may end within a key.
/// </summary>
internal static class ModelLake
{
    public const string Container = "model";

    /// <summary>The most rejects of a file of <see cref="Strict"/>.</summary>
    public const int MostRejects = 2;

    public static Dataset Events { get; } = Make("events", WriteMode.Append) with { OnDelete = DeletePolicy.Remove };

    public static Dataset People { get; } = Make("people", WriteMode.Merge);

    public static Dataset Snapshot { get; } = Make("snapshot", WriteMode.Replace) with { OnDelete = DeletePolicy.Remove };

    public static Dataset Strict { get; } = Make("strict", WriteMode.Append) with { OnReject = new RejectPolicy(MaxRows: MostRejects) };

    public static LakeDefinition Definition { get; } = new("model", [Events, People, Snapshot, Strict]);

    private static Dataset Make(string name, WriteMode mode) => new()
    {
        Name = name,
        Path = new DatasetPath(Container, $"{name}/*.csv"),
        WriteMode = mode,
        Schema = new TableSchema
        {
            Fields = [Datasets.Text("name"), Datasets.Integer("n"), Datasets.Key("id")],
            PrimaryKey = mode == WriteMode.Merge ? ["id"] : [],
        },
    };
}
