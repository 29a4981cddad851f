package dev.millrace.edge.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StreamPlacesTest {

  private final StreamPlaces places = new StreamPlaces(3);

  @Test
  void oneCallerCannotTakeAllPlaces() {
    assertThat(places.take("a", 2)).isTrue();
    assertThat(places.take("a", 2)).isTrue();
    assertThat(places.take("a", 2)).isFalse();
    assertThat(places.take("b", 2)).isTrue();
    assertThat(places.take("c", 2)).as("all are taken").isFalse();
  }

  @Test
  void aPlaceThatIsGivenBackCanBeTakenAgain() {
    for (int i = 0; i < 10; i++) {
      assertThat(places.take("a", 2)).isTrue();
      assertThat(places.take("a", 2)).isTrue();
      places.giveBack("a");
      places.giveBack("a");
    }
    assertThat(places.take("b", 2)).isTrue();
    assertThat(places.take("b", 2)).isTrue();
    assertThat(places.take("c", 2)).isTrue();
  }
}
