namespace Sluice.Local.Generate.Market;

/// <summary>A user who brought another one.</summary>
/// <param name="Instant">When it was counted, after both had signed up.</param>
/// <param name="Referrer">The index of the user who invited.</param>
/// <param name="Referree">The index of the user who came.</param>
internal readonly record struct Invitation(int Instant, int Referrer, int Referree);
