namespace Sluice.IntegrationTests.SqlServer;

/// <summary>What can happen to a connection.</summary>
public enum Fault
{
    /// <summary>It ends in both directions, as when a process ends.</summary>
    Cut,

    /// <summary>It is reset, as when a gateway forgets it.</summary>
    Reset,

    /// <summary>Nothing comes through any more, as when a cable is pulled; its other end goes when its client gives it up.</summary>
    Stall,
}
