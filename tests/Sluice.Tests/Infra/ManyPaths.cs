using System.Text.Json;
using Sluice.Lake.Definition;
using Sluice.Tests.Lake;

namespace Sluice.Tests.Infra;

/// <summary>A lake with a dataset for every kind of path, each kind in a container of its own.</summary>
internal static class ManyPaths
{
    /// <summary>Names and paths of the datasets.</summary>
    private static readonly (string Name, string Path)[] Datasets =
    [
        ("flat", "flat/*.csv"),
        ("one", "one/daily/2024.csv"),
        ("folders", "folders/**/*.csv"),
        ("middle", "middle/a/b*/c.csv"),
        ("everything", "everything/a/**"),
        ("compressed", "compressed/A/*.csv.gz"),
        ("apart_1", "apart/a/*.csv"),
        ("apart_2", "apart/b/*.csv"),
        ("outer_first", "outer-first/**/*.csv"),
        ("inner_second", "outer-first/b/*.csv.gz"),
        ("inner_first", "inner-first/b/*.csv.gz"),
        ("outer_second", "inner-first/**/*.csv"),
        ("lower", "cases/a/*.csv"),
        ("upper", "cases/A/*.csv"),
        ("file", "file/a.csv"),
        ("folder_of_its_name", "file/a.csv.d/*.csv"),
    ];

    /// <summary>The lake definition.</summary>
    public static string Package { get; } = JsonSerializer.Serialize(new
    {
        resources = Datasets.Select(
            d => new { name = d.Name, path = d.Path, schema = new { fields = new[] { new { name = "id", type = "integer" } } } }),
    });

    /// <summary>The lake definition, loaded.</summary>
    public static LakeDefinition Lake { get; } = LakeFolder.Load(Package);
}
