using Sluice.Files;
using Sluice.Local.Terminal;

namespace Sluice.Local.Storage;

/// <summary>The folder that Sluice keeps its state in on this machine.</summary>
internal sealed class LocalHome
{
    /// <summary>The home folder unless another is named.</summary>
    public const string Default = ".sluice";

    /// <summary>Names the folder.</summary>
    /// <param name="folder">The folder; made when it is first needed.</param>
    /// <exception cref="CommandException">It cannot be one.</exception>
    public LocalHome(string folder)
    {
        CommandException.ThrowUsage(LocalPath.FindFolderFault(folder));
        Folder = Path.GetFullPath(folder);
    }

    /// <summary>The folder, as a full path.</summary>
    public string Folder { get; }

    /// <summary>The folder of Azurite's state.</summary>
    public string Azurite => Path.Combine(Folder, "azurite");

    /// <summary>Held open by the process that runs Azurite.</summary>
    public string AzuriteLock => Path.Combine(Folder, "azurite.lock");

    /// <summary>Where Azurite answers, for other processes.</summary>
    public string AzuriteEndpoints => Path.Combine(Folder, "azurite.json");

    /// <summary>The embedded warehouse.</summary>
    public string Warehouse => Path.Combine(Folder, "warehouse.duckdb");
}
