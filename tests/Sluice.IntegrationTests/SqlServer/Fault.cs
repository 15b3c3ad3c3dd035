namespace Sluice.IntegrationTests.SqlServer;

/// <summary>What can go wrong with a connection.</summary>
public enum Fault
{
    /// <summary>It closes in both directions, as when a process ends.</summary>
    Cut,

    /// <summary>It is reset, as when a gateway forgets it.</summary>
    Reset,

    /// <summary>Nothing comes through any more, as when a cable is pulled. The other end closes when the client gives up.</summary>
    Stall,
}
