package dev.millrace.inventory.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FeedWindowTest {

  @Test
  void rowsCountFromWhenTheyArePassedOnUntilTheInventoryHasCommittedThem() {
    var window = window(3, FeedWindow.NONE);
    window.passedOn(0, 0);
    window.passedOn(1, 0);
    assertThat(window.room(0)).isEqualTo(1);
    window.committed(1, 0);
    assertThat(window.room(0)).isEqualTo(2);
    window.committed(2, 0);
    assertThat(window.room(0)).isEqualTo(3);
  }

  @Test
  void commandsOfOthersInBetweenDoNotCount() {
    var window = window(3, FeedWindow.NONE);
    window.passedOn(100, 0);
    window.passedOn(5_000, 0);
    assertThat(window.room(0)).isEqualTo(1);
    window.committed(4_000, 0);
    assertThat(window.room(0)).isEqualTo(2);
  }

  @Test
  void isClosedUntilWhatTheFeedBeforeItPassedOnIsDecided() {
    var window = window(3, 41);
    assertThat(window.room(0)).isZero();
    window.committed(41, 0);
    assertThat(window.room(0)).isZero();
    window.committed(42, 0);
    assertThat(window.room(0)).isEqualTo(3);
  }

  @Test
  void anOlderNewsOfTheInventorySaysNothing() {
    var window = window(3, FeedWindow.NONE);
    window.committed(10, 0);
    window.passedOn(10, 0);
    window.committed(11, 0);
    window.committed(5, 0);
    assertThat(window.room(0)).isEqualTo(3);
  }

  @Test
  void moreThanThereIsRoomForIsAMistakeOfTheCaller() {
    var window = window(1, FeedWindow.NONE);
    window.passedOn(7, 0);
    assertThatThrownBy(() -> window.passedOn(8, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whileNobodyElseWantsAnythingRowsFollowOneAnother() {
    var window = new FeedWindow(new FeedWindow.Allowance(2, 20), FeedWindow.NONE);
    window.committed(100, 0);
    window.passedOn(100, 0);
    window.passedOn(101, 0);
    window.committed(101, 10);
    assertThat(window.room(10)).isEqualTo(1);
    window.committed(102, 20);
    assertThat(window.room(20)).isEqualTo(2);
    assertThat(window.restNanos(20)).isZero();
  }

  @Test
  void C15_whoMeetsCommandsOfOthersRestsForAsLongAsItsShareSays() {
    var window = new FeedWindow(new FeedWindow.Allowance(2, 20), FeedWindow.NONE);
    window.committed(100, 0);
    window.passedOn(100, 1_000);
    window.passedOn(101, 1_000);
    // 102 and 103 are of others; the second row is still open.
    window.committed(104, 2_000);

    assertThat(window.room(2_000)).isZero();
    assertThat(window.restNanos(2_000)).isEqualTo(4_000);
    assertThat(window.room(5_999)).isZero();
    assertThat(window.room(6_000)).isEqualTo(2);
  }

  @Test
  void inCompanyARoundIsOverOnlyWithItsLastRow() {
    var window = new FeedWindow(new FeedWindow.Allowance(3, 50), FeedWindow.NONE);
    window.committed(10, 0);
    window.passedOn(10, 0);
    window.passedOn(15, 0);
    window.committed(14, 100);
    assertThat(window.room(100)).isZero();
    window.committed(16, 300);
    assertThat(window.restNanos(300)).isEqualTo(300);
    assertThat(window.room(600)).isEqualTo(3);
  }

  @Test
  void theRestIsBoundedAndOverOnceOthersAreGone() {
    var window = new FeedWindow(new FeedWindow.Allowance(1, 1), FeedWindow.NONE);
    window.committed(10, 0);
    window.passedOn(11, 0);
    long slow = 60_000_000_000L;
    window.committed(12, slow);
    assertThat(window.restNanos(slow)).isEqualTo(FeedWindow.REST_NANOS_MAX);
    long later = slow + FeedWindow.REST_NANOS_MAX;
    assertThat(window.room(later)).isEqualTo(1);
    window.passedOn(12, later);
    window.committed(13, later + 1_000);
    assertThat(window.room(later + 1_000)).isEqualTo(1);
  }

  private static FeedWindow window(int rowsMax, long closedUntil) {
    return new FeedWindow(new FeedWindow.Allowance(rowsMax, 100), closedUntil);
  }
}
