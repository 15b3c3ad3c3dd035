using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.OData.Edm;
using Sluice.Analytics.Model;

namespace Sluice.Analytics.Access;

/// <summary>
/// The views of a model: one for each set of roles and values of claims that make a difference. Those that were used last are kept. Safe
/// for concurrent use.
/// </summary>
internal sealed class Views
{
    /// <summary>The most views that are kept. Of the same roles, they share their OData model.</summary>
    internal const int Most = 256;

    private readonly View all;
    private readonly AccessPlan plan;
    private readonly Lock access = new();
    private readonly Dictionary<string, (View View, long LastUse)> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IEdmModel> shapes = new(StringComparer.Ordinal);
    private long uses;

    /// <summary>Creates the views of a model with everything.</summary>
    public Views(AnalyticsModel model)
    {
        Model = model;
        all = new View(model, null, hasRawText: true);
        plan = new AccessPlan(model.Lake);
    }

    /// <summary>The model.</summary>
    public AnalyticsModel Model { get; }

    /// <summary>How many views are kept.</summary>
    internal int Count
    {
        get
        {
            lock (access)
            {
                return known.Count;
            }
        }
    }

    /// <summary>What a caller sees.</summary>
    /// <param name="caller">The caller; <see langword="null"/> for the owner of the app, who sees everything.</param>
    public View Of(Caller? caller)
    {
        if (caller is null || ReferenceEquals(caller, Caller.Owner))
        {
            return all;
        }

        var shape = KeyOf([.. plan.RolesOf(caller)]);
        var key = KeyOf([shape, .. plan.ClaimsOf(caller).SelectMany(c => (IEnumerable<string>)[c.Name, .. c.Values])]);
        lock (access)
        {
            if (!known.TryGetValue(key, out var entry))
            {
                var view = new ViewBuilder(Model, plan, caller).Build(key, shapes.GetValueOrDefault(shape));
                Forget();
                shapes[shape] = view.Model.Edm;
                entry = (view, 0);
            }

            known[key] = entry with { LastUse = ++uses };
            return entry.View;
        }
    }

    private void Forget()
    {
        if (shapes.Count >= Most)
        {
            shapes.Clear();
        }

        if (known.Count >= Most)
        {
            known.Remove(known.MinBy(e => e.Value.LastUse).Key);
        }
    }

    // A hash, because keys may get into logs, and claims are personal data. JSON keeps the texts apart.
    private static string KeyOf(IReadOnlyList<string> texts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(texts)))[..16]);
}
