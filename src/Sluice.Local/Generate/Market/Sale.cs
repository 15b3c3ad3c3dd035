namespace Sluice.Local.Generate.Market;

/// <summary>An ad that is sold.</summary>
/// <param name="Instant">The instant of the sale.</param>
/// <param name="Ad">The ad's id.</param>
/// <param name="Owner">The index of the user who sells.</param>
/// <param name="Price">The price in cents.</param>
internal readonly record struct Sale(int Instant, int Ad, int Owner, long Price);
