using System.Diagnostics;

namespace Sluice.Telemetry;

/// <summary>
/// The spans of loads and sweeps, by OpenTelemetry's conventions. Each load is its own trace, linked to its trigger. So a sweep of ten
/// thousand files is not one huge trace, and the sampling of a load does not depend on its trigger. Spans never contain values of fields.
/// </summary>
public static class LoadTraces
{
    /// <summary>The name of the source of the spans.</summary>
    public const string Name = "Sluice";

    internal static ActivitySource Source { get; } = new(Name, SluiceVersion.Text);

    /// <summary>Starts a trace and makes it current: everything that the calling method does from here on belongs to it.</summary>
    /// <param name="name">The span's name.</param>
    internal static Activity? StartTrace(string name)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var trigger = Activity.Current;
        Activity.Current = null;
        var trace = Source.StartActivity(
            ActivityKind.Internal, parentContext: default, links: trigger is null ? null : [new ActivityLink(trigger.Context)], name: name);
        if (trace is null)
        {
            Activity.Current = trigger;
        }

        return trace;
    }
}
