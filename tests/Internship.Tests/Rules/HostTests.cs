using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Testing;

namespace Metropool.Internship.Tests.Rules;

/// <summary>R26 and R27: where an internship may be.</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData("Gemeente Utrecht", "gemeente utrecht")]
    [InlineData("Gemeente Utrecht", "Utrecht")]
    [InlineData("Gemeente Utrecht", "Gem. Utrecht")]
    [InlineData("Gemeente Utrecht", "Utrecht, gemeente")]
    [InlineData("Gemeente Utrecht", "Municipality of Utrecht")]
    [InlineData("Gemeente Utrecht", "  GEMEENTE   UTRECHT ")]
    [InlineData("Gemeente 's-Gravenhage", "Gemeente Den Haag")]
    [InlineData("Gemeente ’s-Gravenhage", "City of The Hague")]
    [InlineData("'s-Hertogenbosch", "Den Bosch")]
    [InlineData("Stichting De Voorbeelden", "De Voorbeelden")]
    [InlineData("De Voorbeelden B.V.", "Voorbeelden BV")]
    [InlineData("Súdwest-Fryslân", "Sudwest Fryslan")]
    [InlineData("Súdwest-Fryslân", "Su\u0301dwest-Frysla\u0302n")]
    [InlineData("Câmara Municipal", "camara municipal")]
    [InlineData("Gemeente Utrecht", "Gemeente Utr\u00ADecht")]
    [InlineData("Gemeente Utrecht", "Gemeente\u200B U\u2060trecht")]
    [InlineData("Gemeente Utrecht", "Ｇｅｍｅｅｎｔｅ Ｕｔｒｅｃｈｔ")]
    [InlineData("Gemeente Utrecht", "Gemeente\u2800Utrecht")]
    [InlineData("Gemeente Staphorst", "Gemeente \uFB06aphorst")]
    public void R26_A_host_is_known_by_its_name_however_it_is_written(string employer, string host) =>
        Assert.Equal(["internship.host-is-known"], Propose(employer, Dossier.Host(host)));

    [Theory]
    [InlineData("Gemeente Utrecht", "Provincie Utrecht")]
    [InlineData("Gemeente Utrecht", "Politie Utrecht")]
    [InlineData("Gemeente Bergen", "Gemeente Bergen op Zoom")]
    [InlineData("Den Haag", "Haag")]
    [InlineData("Gemeente", "Gemeente Utrecht")]
    public void R26_Another_organisation_is_unknown(string employer, string host) => Assert.Empty(Propose(employer, Dossier.Host(host)));

    [Fact]
    public void R26_The_number_in_the_trade_register_decides_where_both_have_one()
    {
        var known = new KnownOrganisation("Gemeente Voorbeeld", "12345678");
        Assert.True(known.Is(Dossier.Host("Dienst met een andere naam", kvkNumber: "12345678")));
        Assert.False(known.Is(Dossier.Host("Voorbeeld", kvkNumber: "87654321")));
        Assert.True(known.Is(Dossier.Host("Voorbeeld")));
    }

    [Fact]
    public void R26_A_former_employer_that_was_typed_by_the_name_of_an_organisation_has_its_number()
    {
        var dossier = new Dossier(Some.Employer(name: "Gemeente Voorbeeld")) { KvkNumbers = new Dictionary<string, string> { [OrganisationName.Comparable("Gemeente Voorbeeld")] = "12345678", ["dienst wonen"] = "87654321" } };

        Assert.Equal(["internship.host-is-known"], dossier.File.Propose(Dossier.Proposal(Dossier.Host("Een handelsnaam", kvkNumber: "12345678")), dossier.Rules).Codes());
        Assert.Equal(["internship.host-is-known"], dossier.File.Propose(Dossier.Proposal(Dossier.Host("Voorbeeld", kvkNumber: "87654321")), dossier.Rules with { Known = [new KnownOrganisation("Dienst Wonen", null)] }).Codes());
        Assert.Empty(dossier.File.Propose(Dossier.Proposal(Dossier.Host("Een handelsnaam", kvkNumber: "11111111")), dossier.Rules).Codes());
    }

    [Fact]
    public void R26_An_empty_number_is_none()
    {
        Assert.True(new KnownOrganisation("Gemeente Voorbeeld", "12345678").Is(Dossier.Host("Voorbeeld", kvkNumber: "")));
        Assert.False(new KnownOrganisation("Gemeente Voorbeeld", "").Is(Dossier.Host("Een ander", kvkNumber: "")));
    }

    [Fact]
    public void R26_Every_employer_counts_the_former_ones_too()
    {
        var left = Some.Employer(name: "Gemeente Vroeger") with { Until = new DateOnly(2022, 12, 31) };
        var dossier = new Dossier(left, Some.Employer(name: "Gemeente Nu"));
        Assert.Equal(["internship.host-is-known"], dossier.File.Propose(Dossier.Proposal(Dossier.Host("Vroeger")), dossier.Rules).Codes());
        Assert.Equal(["internship.host-is-known"], dossier.File.Propose(Dossier.Proposal(Dossier.Host("Nu")), dossier.Rules).Codes());
    }

    [Fact]
    public void R26_The_stated_employment_history_counts()
    {
        var dossier = new Dossier().Stated(new FormerEmployer { Id = Some.Id(), Name = "Waterschap Voorbeeld", KvkNumber = "12345678" });
        Assert.Equal(["internship.host-is-known"], dossier.File.Propose(Dossier.Proposal(Dossier.Host("Het Waterschap Voorbeeld")), dossier.Rules).Codes());
        Assert.Equal(["internship.host-is-known"], dossier.File.Propose(Dossier.Proposal(Dossier.Host("Anders", kvkNumber: "12345678")), dossier.Rules).Codes());
    }

    [Fact]
    public void R26_Without_a_stated_employment_history_there_is_no_approval() =>
        Assert.Equal(["internship.employment-history-missing"], new Dossier().Proposed().Approve().Codes());

    [Fact]
    public void R26_What_becomes_known_after_the_proposal_is_seen_at_the_approval()
    {
        var dossier = new Dossier().Proposed(Dossier.Proposal(Dossier.Host("Provincie Voorbeeld")));
        dossier.Stated(new FormerEmployer { Id = Some.Id(), Name = "Provincie Voorbeeld" });
        Assert.Equal(["internship.host-is-known"], dossier.Approve().Codes());
    }

    [Fact]
    public void R27_A_host_that_is_not_public_warns_and_needs_a_dispensation_with_a_reason()
    {
        var dossier = new Dossier().Stated().Proposed(Dossier.Proposal(Dossier.Host("Vastgoedontwikkelaar Voorbeeld", HostKind.Other)));
        Assert.Equal([PlacementWarning.HostNotPublic], dossier.File.ProposedPlacement!.Warnings(dossier.Settings));
        Assert.Equal(["internship.dispensation-needed"], dossier.Approve().Codes());

        Assert.Null(dossier.Approve(PlacementWarning.HostNotPublic).Refusal);
        var dispensation = Assert.Single(dossier.File.ApprovedPlacement!.Dispensations);
        Assert.Equal((PlacementWarning.HostNotPublic, "Afgesproken"), (dispensation.Warning, dispensation.Reason));
    }

    [Fact]
    public void R27_A_public_host_abroad_warns_of_nothing()
    {
        var dossier = new Dossier().Stated().Proposed(Dossier.Proposal(Dossier.Host("Stockholms stad", country: "SE")));
        Assert.Empty(dossier.File.ProposedPlacement!.Warnings(dossier.Settings));
        Assert.Null(dossier.Approve().Refusal);
    }

    private static IReadOnlyList<string> Propose(string employer, HostOrganisation host)
    {
        var dossier = new Dossier(Some.Employer(name: employer));
        return dossier.File.Propose(Dossier.Proposal(host), dossier.Rules).Codes();
    }
}
