using Sluice.AzureStorage;

namespace Sluice.Hosting;

/// <summary>The queue that Event Grid puts the lake's renames into, as its trigger names it.</summary>
internal static class EventQueue
{
    /// <summary>The name of the queue.</summary>
    public const string Name = "lake-events";

    /// <summary>The setting of the storage that it is in.</summary>
    public const string Setting = HostStorageSettings.Name;
}
