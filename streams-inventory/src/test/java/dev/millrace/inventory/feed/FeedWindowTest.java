package dev.millrace.inventory.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FeedWindowTest {

  @Test
  void rowsCountFromWhenTheyArePassedOnUntilTheInventoryHasCommittedThem() {
    var window = new FeedWindow(3, FeedWindow.NONE);
    window.passedOn(0);
    window.passedOn(1);
    assertThat(window.room()).isEqualTo(1);
    window.committed(1);
    assertThat(window.room()).isEqualTo(2);
    window.committed(2);
    assertThat(window.room()).isEqualTo(3);
  }

  @Test
  void commandsOfOthersInBetweenDoNotCount() {
    var window = new FeedWindow(3, FeedWindow.NONE);
    window.passedOn(100);
    window.passedOn(5_000);
    assertThat(window.room()).isEqualTo(1);
    window.committed(4_000);
    assertThat(window.room()).isEqualTo(2);
  }

  @Test
  void isClosedUntilWhatTheFeedBeforeItPassedOnIsDecided() {
    var window = new FeedWindow(3, 41);
    assertThat(window.room()).isZero();
    window.committed(41);
    assertThat(window.room()).isZero();
    window.committed(42);
    assertThat(window.room()).isEqualTo(3);
  }

  @Test
  void anOlderNewsOfTheInventorySaysNothing() {
    var window = new FeedWindow(3, FeedWindow.NONE);
    window.committed(10);
    window.passedOn(10);
    window.committed(11);
    window.committed(5);
    assertThat(window.room()).isEqualTo(3);
  }

  @Test
  void moreThanThereIsRoomForIsAMistakeOfTheCaller() {
    var window = new FeedWindow(1, FeedWindow.NONE);
    window.passedOn(7);
    assertThatThrownBy(() -> window.passedOn(8)).isInstanceOf(IllegalStateException.class);
  }
}
