using Sluice.Lake;
using Sluice.Local.Generate.Tables;
using Sluice.Local.Terminal;

namespace Sluice.Local.Demo;

/// <summary>One file of the demo.</summary>
/// <param name="Sample">What it holds and what must be found in it.</param>
/// <param name="Local">Where the generator put it.</param>
/// <param name="Path">Where it goes in the lake, container first.</param>
internal sealed record DemoFile(SampleFile Sample, string Local, string Path)
{
    /// <summary>The file of the generator as a file of its dataset.</summary>
    public static DemoFile Create(SampleFile sample, string folder, LakeDefinition lake)
    {
        var dataset = lake.Get(sample.Dataset);
        var local = System.IO.Path.Combine(folder, sample.File);
        return new DemoFile(sample, local, $"{dataset.Path.Container}/{dataset.Path.Prefix}{System.IO.Path.GetFileName(local)}");
    }
}
