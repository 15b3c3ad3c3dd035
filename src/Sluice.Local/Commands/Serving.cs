using Sluice.Local.Hosting;

namespace Sluice.Local.Commands;

/// <summary>Describes a host that serves.</summary>
internal static class Serving
{
    /// <summary>Writes where to upload files and which addresses to open.</summary>
    public static void Describe(LocalHost host, TextWriter output)
    {
        output.WriteLine(host.Folder is { } folder ? $"Write CSV files to {folder.Root}, where these are loaded:" : "Upload CSV files to:");
        foreach (var path in host.Lake.Datasets.SelectMany(d => d.Paths))
        {
            output.WriteLine($"  {path}");
        }

        if (host.AzuriteConnectionString is { } connectionString)
        {
            output.WriteLine($"with the connection string of Azurite:\n  {connectionString}");
        }

        output.WriteLine("and open:");
        foreach (var route in new[] { "dashboard", "health", "data/files", "data/loads", "data/rejects" })
        {
            output.WriteLine($"  {host.Url}/api/{route}");
        }

        if (host.Key is { } key)
        {
            output.WriteLine($"with this key, in the header x-functions-key or the option code. It is shown only here:\n  {key}");
        }

        output.WriteLine("Press Ctrl+C to stop.");
        output.Flush();
    }
}
