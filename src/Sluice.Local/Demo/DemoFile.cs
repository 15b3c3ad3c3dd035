using Sluice.Lake.Definition;
using Sluice.Local.Generate.Tables;
using Sluice.Local.Terminal;

namespace Sluice.Local.Demo;

/// <summary>One file of the demo.</summary>
/// <param name="Sample">What the generator knows of its rows.</param>
/// <param name="Local">Its path on this machine.</param>
/// <param name="Path">Its path in the lake, container first.</param>
internal sealed record DemoFile(SampleFile Sample, string Local, string Path)
{
    /// <summary>The place in the lake of a generated file, by the path of its dataset.</summary>
    public static DemoFile Create(SampleFile sample, string folder, LakeDefinition lake)
    {
        var dataset = lake.Get(sample.Dataset);
        var local = System.IO.Path.Combine(folder, sample.File);
        var place = dataset.FindPlace(System.IO.Path.GetFileName(local))
            ?? throw new InvalidOperationException($"No path of {dataset.Name} matches {local}.");
        return new DemoFile(sample, local, place.ToString());
    }
}
