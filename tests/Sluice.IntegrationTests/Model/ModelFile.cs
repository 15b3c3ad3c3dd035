using Sluice.Lake.Definition;

namespace Sluice.IntegrationTests.Model;

/// <summary>What the model knows of a file.</summary>
internal sealed class ModelFile(Dataset dataset, string path)
{
    public Dataset Dataset => dataset;

    public string Path => path;

    /// <summary>Its name in the container.</summary>
    public string Name => path[(ModelLake.Container.Length + 1)..];

    /// <summary>The source of its bytes; <see langword="null"/> while the file does not exist.</summary>
    public RecordStream? Stream { get; set; }

    /// <summary>Whether it is an append blob.</summary>
    public bool IsAppended { get; set; }

    /// <summary>All its versions, the newest last.</summary>
    public List<ModelVersion> Versions { get; } = [];

    /// <summary>How many versions it had when it last existed without bytes. Each append blob begins so.</summary>
    public int EmptyAfter { get; set; } = -1;

    /// <summary>Its newest version; <see langword="null"/> while the file does not exist.</summary>
    public ModelVersion? Current => Stream is null ? null : Versions[^1];
}
