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
        ("alternatives", "alternatives/a/{b,c}-*/{x,y}.csv"),
        ("ends", "ends/*.{csv,zip}"),
    ];

    /// <summary>Names and paths of datasets with several paths.</summary>
    private static readonly (string Name, string[] Paths)[] Several =
    [
        ("several", ["several/a/*.csv", "partner-*/a/*.csv", "several-too/**/*.{csv,csv.gz}", "several/a/b/*.csv"]),
        ("by_pattern", ["found-*/**"]),
    ];

    /// <summary>The lake definition.</summary>
    public static string Package { get; } = JsonSerializer.Serialize(new
    {
        resources = Datasets.Select(d => Resource(d.Name, d.Path))
            .Concat(Several.Select(d => Resource(d.Name, d.Paths)))
            .Concat(
            [
                Resource("any_case", "any-case/Ads/*.csv", anyCase: true),
                Resource("within_any_case", "any-case/more/*.txt"),
                Resource("one_in_any_case", "any-case-too/Ads.csv", anyCase: true),
                Resource("placeholders", "placeholders/a/{region}/{day}/*.csv", anyCase: false, "region", "day"),
                Resource("placeholder_in_name", "placeholder-in-name/{day}.csv.{gz,zst}", anyCase: false, "day"),
            ]),
    });

    /// <summary>The lake definition, loaded.</summary>
    public static LakeDefinition Lake { get; } = LakeFolder.Load(Package);

    private static Dictionary<string, object> Resource(string name, object path, bool anyCase = false, params string[] fromPath) => new()
    {
        ["name"] = name,
        ["path"] = path,
        ["schema"] = new
        {
            fields = fromPath.Select(f => new Dictionary<string, string> { ["name"] = f, ["sluice:from"] = "path" })
                .Append(new() { ["name"] = "id", ["type"] = "integer" }),
        },
        ["sluice:caseInsensitive"] = anyCase,
    };
}
