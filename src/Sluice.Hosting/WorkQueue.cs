using Sluice.AzureStorage;

namespace Sluice.Hosting;

/// <summary>The queue of the work, as its triggers and its sender name it.</summary>
internal static class WorkQueue
{
    /// <summary>The name of the queue.</summary>
    public const string Name = "sluice-work";

    /// <summary>The queue of items that failed again and again. The Functions host names it so.</summary>
    public const string PoisonName = $"{Name}-poison";

    /// <summary>The setting of the storage that it is in.</summary>
    public const string Setting = HostStorageSettings.Name;
}
