using Sluice.Files;
using Sluice.Local.Terminal;

namespace Sluice.Local.Storage;

/// <summary>The folder in which Sluice keeps its state on this machine.</summary>
internal sealed class LocalHome
{
    /// <summary>The default home folder, relative to the working directory.</summary>
    public const string Default = ".sluice";

    /// <summary>Checks the path of the folder.</summary>
    /// <param name="folder">The folder, which is created when it is first needed.</param>
    /// <exception cref="CommandException">The path cannot be a folder.</exception>
    public LocalHome(string folder)
    {
        CommandException.ThrowUsage(LocalPath.FindFolderFault(folder));
        Folder = Path.GetFullPath(folder);
    }

    /// <summary>The folder, as a full path.</summary>
    public string Folder { get; }

    /// <summary>The folder of Azurite's state.</summary>
    public string Azurite => Path.Combine(Folder, "azurite");

    /// <summary>The lock file that the process that runs Azurite holds open.</summary>
    public string AzuriteLock => Path.Combine(Folder, "azurite.lock");

    /// <summary>The file with the addresses of Azurite, for other processes.</summary>
    public string AzuriteEndpoints => Path.Combine(Folder, "azurite.json");

    /// <summary>The file that remembers the folder lake: see <see cref="HomeLake"/>.</summary>
    public string LakeFile => Path.Combine(Folder, "lake.json");

    /// <summary>The file of the embedded warehouse.</summary>
    public string Warehouse => Path.Combine(Folder, "warehouse.duckdb");
}
