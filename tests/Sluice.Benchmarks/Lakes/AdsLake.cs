using Sluice.Benchmarks.Comparing;
using Sluice.Lake.Definition;
using Sluice.Validation;

namespace Sluice.Benchmarks.Lakes;

/// <summary>The ads of the sample lake, alone.</summary>
internal static class AdsLake
{
    /// <summary>Where their file is.</summary>
    public const string File = "data/ads/Ads.csv";

    /// <summary>Merged by their primary key, as in the sample lake.</summary>
    public static LakeDefinition Merged { get; } = new("ads", [Sample]);

    /// <summary>Appended. No key is unique, because the peer's table has none.</summary>
    public static LakeDefinition Appended { get; } = new("ads",
    [
        Sample with
        {
            WriteMode = WriteMode.Append,
            Schema = Sample.Schema with
            {
                PrimaryKey = [],
                Fields = [.. Sample.Schema.Fields.Select(f => f with { Constraints = f.Constraints with { Unique = false } })],
            },
        },
    ]);

    // These lakes do not have the users that the ads refer to.
    private static Dataset Sample
    {
        get
        {
            var ads = LakeDefinitionFile.Load(Workspace.SampleLake).Find("ads")!;
            return ads with { Schema = ads.Schema with { ForeignKeys = [] } };
        }
    }
}
