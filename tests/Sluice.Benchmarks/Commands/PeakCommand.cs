using System.CommandLine;
using System.Globalization;
using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;
using Sluice.Lake;

namespace Sluice.Benchmarks.Commands;

/// <summary><c>peak</c>: what a process of its own does for the row memory. Loads one file, and prints the most memory that it took.</summary>
internal static class PeakCommand
{
    /// <summary>The verb.</summary>
    public const string Verb = "peak";

    /// <summary>Creates the verb.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("LAKE") { Description = $"The folder of the lake, which has {AdsLake.File}." };
        var warehouse = new Argument<string>("WAREHOUSE") { Description = "The file of the warehouse, which is made." };
        var command = new Command(Verb, "Loads one file and prints the peak of this process's memory in kilobytes.") { folder, warehouse };
        command.SetAction(async (result, cancellationToken) =>
        {
            var lake = LakeDefinition.Load(Workspace.SampleLake);
            await using (var own = await OwnWarehouse.OpenAsync(
                result.GetRequiredValue(warehouse), lake, new FolderLake(result.GetRequiredValue(folder)), cancellationToken))
            {
                await own.LoadAsync(AdsLake.File, cancellationToken);
            }

            var peak = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            Console.WriteLine(long.Parse(peak["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
            return 0;
        });
        return command;
    }
}
