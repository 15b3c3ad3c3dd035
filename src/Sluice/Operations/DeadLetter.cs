namespace Sluice.Operations;

/// <summary>One or more events that could not be delivered.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">The events, as JSON.</param>
public sealed record DeadLetter(string Name, string Text);
