using System.Text;
using Sluice.Local.Generate.Tables;

namespace Sluice.Local.Generate.Market;

/// <summary>An origin of sign-ups: a source, its medium, and its campaigns.</summary>
internal sealed class Traffic(int weight, string source, string medium, params ReadOnlySpan<string> campaigns)
{
    /// <summary>The origin of invited users.</summary>
    public static readonly Traffic Referral = new(0, "parrainage", "referral", "invite-un-ami", "parrainage-20€");

    private static readonly Traffic Direct = new(310, "", "");

    private static readonly Traffic[] All =
    [
        Direct,
        new(160, "google", "organic"),
        new(150, "google", "cpc", "marque", "auto-occasion", "soldes", "rentrée"),
        new(110, "facebook", "social", "vide-grenier", "soldes", "noël"),
        new(80, "instagram", "social", "dressing", "créateurs", "noël"),
        new(60, "tiktok", "social", "dressing", "rentrée"),
        new(70, "newsletter", "email", "bienvenue", "relance, panier", "noël"),
        new(30, "bing", "cpc", "marque"),
        new(20, "leboncoin", "affiliate", "partenaires"),
        new(10, "radio", "offline", "\"l'été, tout se vend\""),
    ];

    private static readonly byte[] Slots = Utf8Text.Slots(All.Select(t => t.Weight).ToArray());

    public int Weight { get; } = weight;

    public byte[] Source { get; } = Encoding.UTF8.GetBytes(source);

    public byte[] Medium { get; } = Encoding.UTF8.GetBytes(medium);

    /// <summary>The campaigns; empty for unpaid traffic.</summary>
    public byte[][] Campaigns { get; } = Utf8Text.Encode(campaigns);

    public static Traffic Draw(Prng random) => All[random.Pick(Slots)];
}
