namespace Sluice.Benchmarks.Comparing;

/// <summary>What was measured of one row.</summary>
/// <param name="Name">What Sluice does.</param>
/// <param name="PeerName">What the peer does.</param>
/// <param name="Unit">The unit of the measures.</param>
/// <param name="Own">The median of Sluice's runs.</param>
/// <param name="Peer">The median of the peer's.</param>
/// <param name="Limit">The limit of the row.</param>
internal sealed record Outcome(string Name, string PeerName, string Unit, double Own, double Peer, Limit Limit)
{
    /// <summary>Whether the row is within its limit.</summary>
    public bool IsWithin => Limit.Holds(Own, Peer);
}
