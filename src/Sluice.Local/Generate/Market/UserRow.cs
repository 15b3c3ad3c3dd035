using Sluice.Local.Generate.Tables;
using Sluice.Local.Generate.Writing;

namespace Sluice.Local.Generate.Market;

/// <summary>Generates the row of a user.</summary>
internal static class UserRow
{
    private static readonly byte[][] Notes = Utf8Text.Encode(
        "Bonjour, je cherche un vélo pour ma fille", "Disponible le soir, après 18 h", "Préfère \\\"main propre\\\"",
        "Livraison possible, à discuter",
        "Ne répond pas aux numéros masqués", "Vide-grenier le dimanche, place de l'Église", "Wohnt zurzeit in Köln, zieht bald um");

    private static readonly byte[][] Interests = Utf8Text.Encode("vélo", "brocante", "jeux vidéo", "déco", "mode", "livres", "cuisine",
    "randonnée");

    /// <summary>Writes the values of a row and ends it.</summary>
    public static void Write(RowWriter writer, int id, int signUp, City city, bool invited, Prng random, Utf8Text text)
    {
        writer.Number(id);
        WriteAge(writer, Calendar.DateOf(signUp), random);
        writer.Text(random.Chance(20) ? default : city.Name);
        writer.Instant(signUp);
        var woman = random.Chance(490);
        writer.Text(random.Chance(60) ? default : random.Chance(15) ? "X"u8 : woman ? "F"u8 : "M"u8);
        WritePlace(writer, city, random);
        writer.Text(text.Clear().Append(random.Next(), "x16").Append(random.Next(), "x16").Span);
        WriteTraffic(writer, signUp, invited ? Traffic.Referral : Traffic.Draw(random), random, text);
        writer.Text(random.Pick(woman ? People.Women : People.Men));
        writer.Text(random.Pick(People.LastNames));
        writer.Text(text.Clear().AppendTemplate(random.Pick(People.Browsers), 97 + (signUp / (30 * Calendar.Day)) - random.Below(3)).Span);
        WriteMisc(writer, random, text);
        writer.End();
    }

    private static void WriteAge(RowWriter writer, DateOnly today, Prng random)
    {
        // Most users are between 20 and 50: the sum of two uniform numbers has a triangular distribution.
        var days = (18 * 366) + random.Below(24 * 365) + random.Below(38 * 365);
        var birth = today.AddDays(-days);
        var age = today.Year - birth.Year - (today < birth.AddYears(today.Year - birth.Year) ? 1 : 0);
        if (random.Chance(80))
        {
            writer.Missing();
            writer.Missing();
            return;
        }

        writer.Number(age);
        if (random.Chance(50))
        {
            writer.Missing();
        }
        else
        {
            writer.Date(birth);
        }
    }

    private static void WritePlace(RowWriter writer, City city, Prng random)
    {
        if (random.Chance(100))
        {
            writer.Missing();
            writer.Missing();
            return;
        }

        writer.Degrees(city.Latitude + (int)(random.Normal() * 30_000));
        writer.Degrees(city.Longitude + (int)(random.Normal() * 45_000));
    }

    private static void WriteTraffic(RowWriter writer, int signUp, Traffic traffic, Prng random, Utf8Text text)
    {
        writer.Text(traffic.Source);
        writer.Text(traffic.Medium);
        writer.Text(traffic.Campaigns.Length == 0
            ? default
            : text.Clear().Append(random.Pick(traffic.Campaigns)).Append("-"u8).Append(Calendar.DateOf(signUp).Year).Span);
    }

    /// <summary>Writes words or JSON, some of it with line breaks.</summary>
    private static void WriteMisc(RowWriter writer, Prng random, Utf8Text text)
    {
        var kind = random.Below(100);
        text.Clear();
        if (kind < 25)
        {
            text.Append("newsletter: "u8).Append(kind < 12 ? "yes"u8 : "no"u8);
        }
        else if (kind < 40)
        {
            text.Append("{\"interests\":[\""u8).Append(random.Pick(Interests)).Append("\",\""u8).Append(random.Pick(Interests))
                .Append("\"],\"score\":"u8).Append(random.Below(100)).Append("}"u8);
        }
        else if (kind < 48)
        {
            var lineBreak = kind < 46 ? "\n"u8 : "\r\n"u8;
            text.Append("{"u8).Append(lineBreak).Append("  \"note\": \""u8).Append(random.Pick(Notes)).Append("\","u8).Append(lineBreak)
                .Append("  \"visits\": "u8).Append(random.Between(1, 60)).Append(lineBreak).Append("}"u8);
        }

        writer.Text(text.Span);
    }
}
