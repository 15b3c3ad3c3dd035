using System.Globalization;
using Sluice.Lake.Schema;

namespace Sluice.Lake.Definition;

/// <summary>What fields can have as their values of a file besides its columns (<see cref="FieldSource"/>).</summary>
public sealed record FileOrigin
{
    private readonly IReadOnlyDictionary<string, string>? captured;
    private readonly DateTimeOffset? lastModified;

    private FileOrigin(string path, IReadOnlyDictionary<string, string>? captured, DateTimeOffset? lastModified)
    {
        Path = path;
        this.captured = captured;
        this.lastModified = lastModified;
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The origin of the rows of a file of the lake. The first path of the dataset that matches it decides.</summary>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="path">Its path, container first.</param>
    /// <param name="lastModified">When its version was written, or <see langword="null"/> if that is not known.</param>
    public static FileOrigin Of(Dataset dataset, string path, DateTimeOffset? lastModified) =>
        new(path, LakePath.Split(path) is { } file ? Capture(dataset, file) : null, lastModified);

    /// <summary>The origin of the rows of a local file: what the path in the lake would give that its own ends with.</summary>
    /// <param name="dataset">The dataset that it is read as.</param>
    /// <param name="path">Its local path.</param>
    /// <param name="lastModified">When it was written.</param>
    public static FileOrigin OfLocal(Dataset dataset, string path, DateTimeOffset lastModified) =>
        new(
            path.Replace(System.IO.Path.DirectorySeparatorChar, '/'),
            dataset.FindEnd(System.IO.Path.GetFullPath(path)) is { } file ? Capture(dataset, file) : null,
            lastModified);

    /// <summary>The text of a field that does not come from a column, or <see langword="null"/> if it is not known.</summary>
    /// <param name="field">The field.</param>
    public string? TextOf(Field field) => field.From switch
    {
        FieldSource.Path => captured?.GetValueOrDefault(field.Name),
        FieldSource.FileName => Path[(Path.LastIndexOf('/') + 1)..],

        // No finer than any warehouse can hold. Azure counts in seconds.
        FieldSource.FileLastModified => lastModified?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static IReadOnlyDictionary<string, string>? Capture(Dataset dataset, LakePath file) =>
        dataset.IndexOfPath(file) is var index and >= 0 ? dataset.Paths[index].Capture(file.Name) : null;
}
