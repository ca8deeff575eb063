using CsCheck;
using Metier.Contracts;
using Metier.Platform;

namespace Metier.Tests.Contracts;

/// <summary>The rules of a fixed-price milestone, by example.</summary>
public class MilestoneTests
{
    private static readonly DateTime Monday = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);
    private static readonly FrozenRules Rules = new(14, 7, 5, 180, 14);

    private static Milestone Agreed(long amount = 100_000) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            ContractId = Guid.CreateVersion7(),
            Number = 1,
            Title = "Roughs",
            AmountMinor = amount,
            State = MilestoneState.Agreed,
            ProposedBy = Side.Client,
        };

    private static Milestone Funded(long amount = 100_000)
    {
        var milestone = Agreed(amount);
        Assert.Null(milestone.StartPaying());
        Assert.Null(milestone.Fund(amount, Monday));
        return milestone;
    }

    [Fact]
    public void Only_the_other_side_agrees_to_a_proposed_milestone()
    {
        var milestone = new Milestone
        {
            Title = "x",
            AmountMinor = 500,
            State = MilestoneState.Proposed,
            ProposedBy = Side.Freelancer,
        };
        Assert.Equal("other_side_agrees", milestone.Agree(Side.Freelancer)!.Code);
        Assert.Null(milestone.Agree(Side.Client));
        Assert.Equal(MilestoneState.Agreed, milestone.State);
    }

    [Fact]
    public void Work_cannot_be_handed_in_before_the_money_is_set_aside()
    {
        Assert.Equal("milestone_state", Agreed().Submit(Monday, Rules)!.Code);
    }

    [Fact]
    public void Handing_in_starts_fourteen_days_and_asking_for_changes_stops_them()
    {
        var milestone = Funded();
        Assert.Null(milestone.Submit(Monday, Rules));
        Assert.Equal(Monday.AddDays(14), milestone.AutoReleaseAt);
        Assert.Null(milestone.RequestChanges());
        Assert.Null(milestone.AutoReleaseAt);
        Assert.Null(milestone.Submit(Monday.AddDays(10), Rules));
        Assert.Equal(Monday.AddDays(24), milestone.AutoReleaseAt);
    }

    [Fact]
    public void A_full_release_closes_the_milestone_and_holds_nothing()
    {
        var milestone = Funded();
        Assert.Null(milestone.Release(100_000, bySilence: false, Monday));
        Assert.Equal(MilestoneState.Approved, milestone.State);
        Assert.Equal(0, milestone.HeldMinor);
        Assert.Equal("more_than_held", milestone.Release(1, bySilence: false, Monday)!.Code);
    }

    [Fact]
    public void A_partial_release_leaves_the_rest_in_the_milestone()
    {
        var milestone = Funded();
        Assert.Null(milestone.Submit(Monday, Rules));
        Assert.Null(milestone.Release(40_000, bySilence: false, Monday));
        Assert.Equal(MilestoneState.Funded, milestone.State);
        Assert.Equal(60_000, milestone.HeldMinor);
        Assert.Null(milestone.AutoReleaseAt);
    }

    [Fact]
    public void The_rest_of_a_partial_release_can_move_to_the_next_milestone()
    {
        var first = Funded();
        var next = Agreed(50_000);
        Assert.Null(first.Release(40_000, bySilence: false, Monday));
        next.Receive(first.RollOver(Monday));
        Assert.Equal((40_000, 0), (first.AmountMinor, first.HeldMinor));
        Assert.True(first.IsClosed);
        // The price moved with the money, so the contract costs what it did; the next one still waits for its own.
        Assert.Equal((110_000, 60_000, 50_000), (next.AmountMinor, next.HeldMinor, next.MissingMinor));
        Assert.Equal(MilestoneState.Agreed, next.State);
        Assert.Equal("milestone_state", next.Submit(Monday, Rules)!.Code);
        Assert.Equal("milestone_state", next.Cancel()!.Code);
        Assert.Null(next.StartPaying());
        Assert.Null(next.Fund(next.MissingMinor, Monday));
        Assert.Equal((MilestoneState.Funded, 110_000), (next.State, next.HeldMinor));
    }

    [Fact]
    public void What_moved_to_a_waiting_milestone_can_be_given_back_with_its_price()
    {
        var next = Agreed(50_000);
        Assert.Equal("milestone_state", next.RequestRefund(Monday, Rules)!.Code);
        next.Receive(60_000);
        Assert.Null(next.Refund(60_000, Monday));
        Assert.Equal((50_000, 0, MilestoneState.Agreed), (next.AmountMinor, next.HeldMinor, next.State));
        Assert.Null(next.Cancel());
    }

    [Fact]
    public void Money_in_dispute_leaves_by_its_end_only()
    {
        var milestone = Funded();
        Assert.Null(milestone.Dispute());
        Assert.Equal("milestone_state", milestone.Refund(40_000, Monday)!.Code);
        Assert.Equal(100_000, milestone.HeldMinor);
    }

    [Fact]
    public void Silence_after_a_refund_request_is_for_the_client_on_day_seven()
    {
        var milestone = Funded();
        Assert.Null(milestone.RequestRefund(Monday, Rules));
        Assert.Equal(Monday.AddDays(7), milestone.RefundAt);
        Assert.Null(milestone.Refund(100_000, Monday.AddDays(7)));
        Assert.Equal(MilestoneState.Refunded, milestone.State);
        Assert.Equal(0, milestone.HeldMinor);
    }

    [Fact]
    public void A_refused_refund_is_a_dispute_whose_shares_must_add_up()
    {
        var milestone = Funded();
        Assert.Null(milestone.RequestRefund(Monday, Rules));
        Assert.Null(milestone.Dispute());
        Assert.Null(milestone.RefundAt);
        Assert.Equal("must_add_up", milestone.Settle(60_000, 30_000, Monday)!.Code);
        Assert.Null(milestone.Settle(60_000, 40_000, Monday));
        Assert.Equal((60_000, 40_000, 0), (milestone.ReleasedMinor, milestone.RefundedMinor, milestone.HeldMinor));
    }

    [Fact]
    public void Closed_milestones_go_nowhere()
    {
        foreach (
            var closed in new[]
            {
                MilestoneState.Approved,
                MilestoneState.AutoApproved,
                MilestoneState.Refunded,
                MilestoneState.Settled,
                MilestoneState.Cancelled,
            }
        )
        {
            Assert.DoesNotContain(Enum.GetValues<MilestoneState>(), next => Milestone.May(closed, next));
        }
    }

    [Fact]
    public void No_sequence_of_moves_ever_holds_less_than_nothing_or_loses_a_cent() =>
        Gen.Select(Gen.Int[0, 8], Gen.Long[1, 120_000])
            .Array[1, 30]
            .Sample(moves =>
            {
                var milestone = Funded();
                var now = Monday;
                foreach (var (move, amount) in moves)
                {
                    now = now.AddHours(5);
                    _ = move switch
                    {
                        0 => milestone.Submit(now, Rules),
                        1 => milestone.RequestChanges(),
                        2 => milestone.Release(amount, bySilence: false, now),
                        3 => milestone.Release(milestone.HeldMinor, bySilence: true, now),
                        4 => milestone.RequestRefund(now, Rules),
                        5 => milestone.Dispute(),
                        6 => milestone.Refund(amount, now),
                        7 => milestone.Settle(
                            Math.Min(amount, milestone.HeldMinor),
                            milestone.HeldMinor - Math.Min(amount, milestone.HeldMinor),
                            now
                        ),
                        _ => milestone.Cancel(),
                    };
                    Assert.True(milestone.HeldMinor >= 0);
                    Assert.Equal(
                        100_000,
                        milestone.HeldMinor + milestone.ReleasedMinor + milestone.RefundedMinor + milestone.RolledMinor
                    );
                    Assert.True(
                        !milestone.IsClosed || milestone.HeldMinor == 0,
                        $"{milestone.State} still holds {milestone.HeldMinor}"
                    );
                }
            });
}
