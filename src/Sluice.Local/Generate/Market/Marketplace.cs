using Sluice.Local.Generate.Tables;
using Sluice.Local.Generate.Writing;

namespace Sluice.Local.Generate.Market;

/// <summary>One run of the generator: three years of a marketplace.</summary>
internal sealed class Marketplace(SampleOptions options, IProgress<SampleProgress>? progress, CancellationToken cancellationToken)
{
    private readonly int userCount = options.Rows == 0 ? 0 : Math.Max(2, (int)((options.Rows + 2L) / 3));
    private readonly List<Invitation> invitations = [];
    private readonly List<Sale> sales = [];
    private readonly Utf8Text text = new();

    public SampleSummary Write()
    {
        var crowd = new Crowd(userCount);
        return new SampleSummary([WriteUsers(crowd), WriteAds(crowd), WriteTransactions(crowd), WriteReferrals()]);
    }

    private SampleFile WriteUsers(Crowd crowd)
    {
        var random = new Prng(options.Seed, "users");
        var timeline = new Timeline(userCount, growth: 6, random);
        using var writer = Open(SampleTable.Users, userCount);
        for (var user = 0; user < userCount; user++)
        {
            var signUp = timeline.Next();
            var city = City.Draw(random);
            var good = writer.Begin();
            var invited = good && Invite(crowd, user, signUp, random);
            crowd.Add(signUp, city, good);
            UserRow.Write(writer, user + 1, signUp, City.At(city), invited, random, text);
        }

        return writer.Complete();
    }

    private bool Invite(Crowd crowd, int user, int signUp, Prng random)
    {
        if (!random.Chance(310) || crowd.Good == 0)
        {
            return false;
        }

        var instant = signUp + 60 + (int)random.LogNormal(2 * Calendar.Hour, 1.2);
        // In a very large sample, two users can sign up in the same second: neither can have invited the other.
        var before = crowd.SignUp(crowd.Count - 1) < signUp ? crowd.Count : 0;
        if (instant >= Calendar.End || before == 0)
        {
            return false;
        }

        invitations.Add(new Invitation(instant, crowd.Draw(random, before), user));
        return true;
    }

    private SampleFile WriteAds(Crowd crowd)
    {
        var random = new Prng(options.Seed, "ads");
        var timeline = new Timeline(options.Rows, growth: 9, random);
        var known = 0;
        using var writer = Open(SampleTable.Ads, options.Rows);
        for (var id = 1; id <= options.Rows; id++)
        {
            // In a small sample the first ad may be due before anyone has signed up.
            var created = Math.Max(timeline.Next(), crowd.Opens + 300);
            known = crowd.Before(created, known);
            var owner = crowd.Draw(random, known);
            var category = Category.Draw(random);
            var price = category.DrawPrice(random);
            var good = writer.Begin();

            writer.Number(id);
            writer.Number(owner + 1);
            category.AppendTitle(random, text.Clear());
            writer.Text(text.Span);
            writer.Text(category.Name);
            writer.Money(price);
            writer.Text(random.Chance(30) ? default : City.At(random.Chance(920) ? crowd.City(owner) : City.Draw(random)).Name);
            writer.Instant(created);
            var sold = DrawSale(category, created, random);
            if (sold is int instant && good && instant > crowd.Trades)
            {
                sales.Add(new Sale(instant, id, owner, category.DrawSoldPrice(random, price)));
            }

            Until(writer, DrawEnd(created, sold, random));
            writer.End();
        }

        return writer.Complete();
    }

    private static int? DrawSale(Category category, int created, Prng random)
    {
        if (!random.Chance(category.Sold))
        {
            return null;
        }

        var instant = created + Calendar.Hour + (long)random.LogNormal((double)category.DaysToSell * Calendar.Day, 0.8);
        return instant < Calendar.End ? (int)instant : null;
    }

    /// <summary>The instant at which an ad was taken down: soon after its sale, or when its owner gave up.</summary>
    private static int? DrawEnd(int created, int? sold, Prng random) => sold is int instant
        ? random.Chance(920) ? instant + random.Below(3 * Calendar.Day) : null
        : random.Chance(300) ? created + random.Between(14 * Calendar.Day, 90 * Calendar.Day) : null;

    private SampleFile WriteTransactions(Crowd crowd)
    {
        var random = new Prng(options.Seed, "ads_transaction");
        sales.Sort(static (a, b) => a.Instant != b.Instant ? a.Instant.CompareTo(b.Instant) : a.Ad.CompareTo(b.Ad));
        var known = 0;
        var invited = 0;
        using var writer = Open(SampleTable.Transactions, sales.Count);
        for (var i = 0; i < sales.Count; i++)
        {
            var sale = sales[i];
            known = crowd.Before(sale.Instant, known);
            while (invited < invitations.Count && crowd.SignUp(invitations[invited].Referree) < sale.Instant)
            {
                invited++;
            }

            // Invited users buy more often than others.
            var buyer = invited > 0 && random.Chance(200) ? invitations[random.Below(invited)].Referree : sale.Owner;
            if (buyer == sale.Owner)
            {
                buyer = crowd.Draw(random, known, except: sale.Owner);
            }

            writer.Begin();
            writer.Number(i + 1);
            writer.Number(sale.Owner + 1);
            writer.Number(buyer + 1);
            writer.Number(sale.Ad);
            writer.Money(sale.Price);
            writer.Instant(sale.Instant);
            writer.End();
        }

        return writer.Complete();
    }

    private SampleFile WriteReferrals()
    {
        var random = new Prng(options.Seed, "referrals");
        invitations.Sort(static (a, b) =>
            a.Instant != b.Instant ? a.Instant.CompareTo(b.Instant) : a.Referree.CompareTo(b.Referree));
        using var writer = Open(SampleTable.Referrals, invitations.Count);
        for (var i = 0; i < invitations.Count; i++)
        {
            var invitation = invitations[i];
            writer.Begin();
            writer.Number(i + 1);
            writer.Number(invitation.Referrer + 1);
            writer.Number(invitation.Referree + 1);
            writer.Instant(invitation.Instant);
            Until(writer, random.Chance(50) ? invitation.Instant + random.Between(Calendar.Hour, 60 * Calendar.Day) : null);
            writer.End();
        }

        return writer.Complete();
    }

    private RowWriter Open(SampleTable table, long rows) => new(table, options, rows, progress, cancellationToken);

    private static void Until(RowWriter writer, int? instant)
    {
        if (instant < Calendar.End)
        {
            writer.Instant(instant.Value);
        }
        else
        {
            writer.Missing();
        }
    }
}
