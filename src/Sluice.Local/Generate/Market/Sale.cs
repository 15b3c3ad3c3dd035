namespace Sluice.Local.Generate.Market;

/// <summary>An ad that is sold.</summary>
/// <param name="Instant">When.</param>
/// <param name="Ad">The ad's id.</param>
/// <param name="Owner">The index of the user who sells.</param>
/// <param name="Price">What is paid, in cents.</param>
internal readonly record struct Sale(int Instant, int Ad, int Owner, long Price);
