using Sluice.Local.Hosting;

namespace Sluice.Local.Commands;

/// <summary>What is said of a host that serves.</summary>
internal static class Serving
{
    /// <summary>Says where to upload and what to open.</summary>
    public static void Describe(LocalHost host, TextWriter output)
    {
        output.WriteLine("Upload CSVs to:");
        foreach (var dataset in host.Lake.Datasets)
        {
            output.WriteLine($"  {dataset.Path}");
        }

        if (host.AzuriteConnectionString is { } connectionString)
        {
            output.WriteLine($"with this connection string, of Azurite:\n  {connectionString}");
        }

        output.WriteLine("and look at:");
        foreach (var route in new[] { "dashboard", "health", "data/files", "data/loads", "data/rejects" })
        {
            output.WriteLine($"  {host.Url}/api/{route}");
        }

        output.WriteLine("Ctrl+C ends.");
        output.Flush();
    }
}
