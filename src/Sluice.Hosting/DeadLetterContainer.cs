namespace Sluice.Hosting;

/// <summary>The container of the lake's events that Event Grid could not deliver, in the storage of the Functions host.</summary>
internal static class DeadLetterContainer
{
    /// <summary>The name of the container.</summary>
    public const string Name = "event-dead-letters";
}
