namespace Sluice.Local.Generate.Market;

/// <summary>An invitation that led to a sign-up.</summary>
/// <param name="Instant">The instant at which it was counted, after both users had signed up.</param>
/// <param name="Referrer">The index of the user who invited.</param>
/// <param name="Referree">The index of the user who came.</param>
internal readonly record struct Invitation(int Instant, int Referrer, int Referree);
