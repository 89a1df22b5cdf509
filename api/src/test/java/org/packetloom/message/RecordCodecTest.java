// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.packetloom.message.Sample.Colour;
import org.packetloom.message.Sample.Empty;
import org.packetloom.message.Sample.Many;
import org.packetloom.message.Sample.Point;
import org.packetloom.message.Sample.Primitives;
import org.packetloom.message.Sample.Range.Ordered;
import org.packetloom.message.Sample.Simple;
import org.packetloom.message.Sample.Tree;

/** Codecs made from declarations: exact bytes, exact failures. */
class RecordCodecTest {
  private static final Codec<Sample> SAMPLES = Codec.of(Sample.class);

  private static <T> String hex(Codec<T> codec, T value) {
    var bytes = codec.toPayload(value).asBuffer();
    var array = new byte[bytes.remaining()];
    bytes.get(array);
    return HexFormat.of().formatHex(array);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static void assertForm(Sample value, String hex) throws Exception {
    assertThat(hex(SAMPLES, value)).isEqualTo(hex.replace(" ", ""));
    assertThat(SAMPLES.decode(bytes(hex))).isEqualTo(value);
    assertThat(SAMPLES.decode(bytes(hex).asReadOnlyBuffer())).isEqualTo(value);
  }

  private static DecodeException rejected(Codec<?> codec, String hex) {
    var from = bytes(hex);
    return assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> codec.decode(from))
        .satisfies(e -> assertThat(from.position()).isZero())
        .satisfies(e -> assertThat(from.limit()).isEqualTo(from.capacity()))
        .actual();
  }

  private static void assertRejected(String hex, String component, int offset) {
    var failure = rejected(SAMPLES, hex);
    assertThat(failure.component()).isEqualTo(component);
    assertThat(failure.offset()).isEqualTo(offset);
    assertThat(failure).hasMessageContaining(component).hasMessageContaining("byte " + offset);
  }

  @Test
  void primitivesHaveTheBytesOfTheTable() throws Exception {
    assertForm(
        new Primitives((byte) -1, true, 'ä', (short) -2, 300, -1, 1.5f, -2.0),
        "01 ff 01 e401 03 d804 01 3fc00000 c000000000000000");
    assertForm(
        new Primitives(
            (byte) 0,
            false,
            '\uffff',
            Short.MIN_VALUE,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            -0f,
            Double.MIN_VALUE),
        "01 00 00 ffff03 ffff03 ffffffff0f ffffffffffffffffff 80000000 0000000000000001");
  }

  @Test
  void simpleValuesHaveTheBytesOfTheTable() throws Exception {
    assertForm(
        new Simple(
            "aß€😀",
            Colour.BLUE,
            new UUID(1, -1),
            Duration.ofMillis(-1500),
            Instant.ofEpochSecond(1, 5),
            64),
        "02 0a 61 c39f e282ac f09f9880 02 0000000000000001 ffffffffffffffff"
            + " 03 80cab5ee01 02 05 8001");
  }

  @Test
  void collectionsHaveTheBytesOfTheTable() throws Exception {
    assertForm(
        new Many(
            List.of("a", ""),
            Set.of(-3),
            Map.of("k", List.of(new Point(1, -1))),
            Optional.of(new Point(0, 2)),
            List.of(new Empty(), new Empty()),
            List.of(new Empty(), new Tree(1, List.of()))),
        "03 02 0161 00 01 05 01 016b 01 02 01 01 00 04 02 00 00 02 00 04 02 00");
  }

  @Test
  void nestedSealedInterfaceHasItsTagsAmongTheOthers() throws Exception {
    assertForm(new Empty(), "00");
    assertForm(new Ordered(-1, 1), "05 01 02");
  }

  @Test
  void arraysComeBackWithTheirElements() throws Exception {
    var codec = Codec.of(Sample.Arrays.class);
    @SuppressWarnings({"unchecked", "rawtypes"})
    List<Point>[] lists = new List[] {List.of(new Point(1, 2)), List.of()};
    var value =
        new Sample.Arrays(
            new byte[] {1, -1},
            new boolean[] {true, false},
            new char[] {'x'},
            new short[] {-1},
            new int[] {1, 2, 3},
            new long[] {Long.MAX_VALUE},
            new float[] {0.1f},
            new double[] {},
            new String[] {"a", "b"},
            new int[][] {{}, {7}},
            lists);
    var back = codec.decode(codec.toPayload(value).asBuffer());
    assertThat(back).usingRecursiveComparison().isEqualTo(value);
    assertThat(back.texts()).isExactlyInstanceOf(String[].class);
    assertThat(back.lists()).isExactlyInstanceOf(List[].class);
  }

  @Test
  void whatWasReadCannotBeChanged() throws Exception {
    var many = (Many) SAMPLES.decode(bytes("03 010161 0101 00 00 00 00"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> many.texts().set(0, "b"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> many.numbers().clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> many.points().put("", List.of()));
  }

  @Test
  void orderOfTheBufferDoesNotMatterAndIsKept() throws Exception {
    var into = ByteBuffer.allocateDirect(64).order(ByteOrder.LITTLE_ENDIAN).position(3);
    var value = new Primitives((byte) 1, true, 'c', (short) 2, 3, 4, 5f, 6.0);
    SAMPLES.encode(value, into);
    assertThat(into.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    var from = into.flip().position(3);
    assertThat(SAMPLES.decode(from)).isEqualTo(value);
    assertThat(from.hasRemaining()).isFalse();
    assertThat(from.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void failureNamesComponentAndOffset() {
    assertRejected("", "Sample", 0);
    assertRejected("06", "Sample", 0);
    assertRejected("00 00", "Sample", 1);
    assertRejected("01 05 02", "Sample.z", 2);
    assertRejected("01 05 00 808004", "Sample.c", 3);
    assertRejected("01 05 00 61 02 808000", "Sample.i", 7);
    assertRejected("02 02 61ff", "Sample.text", 3);
    assertRejected("02 00 03", "Sample.colour", 2);
    assertRejected("02 00 00 00", "Sample.id", 3);
    assertRejected("03 02 0161 02ff", "Sample.texts[1]", 4);
    assertRejected("03 00 02 01 01", "Sample.numbers[1]", 4);
    assertRejected("03 00 00 02 00 00 00 00", "Sample.points[1]", 6);
    assertRejected("03 00 00 01 0161 01 0080", "Sample.points[0][0].y", 9);
    assertRejected("03 00 00 00 00 01 01", "Sample.empties[0]", 6);
    assertRejected("04 02 01 04 01 03", "Sample.children[0].children", 4);
    assertRejected("05 02 01", "Sample", 1);
  }

  @Test
  void refusalOfAConstructorIsTheCause() {
    assertThat(rejected(SAMPLES, "05 02 01"))
        .hasCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 > -1");
  }

  @Test
  void leftoverBytesAreAnError() {
    assertThat(rejected(Codec.of(Point.class), "02 04 00"))
        .hasMessage("decode Point at byte 2: 1 bytes too many");
  }

  @Test
  void noRoomLeavesThePositionAsItWas() {
    var into = ByteBuffer.allocate(8).position(1);
    assertThatExceptionOfType(BufferOverflowException.class)
        .isThrownBy(() -> SAMPLES.encode(new Tree(1, nested(4)), into));
    assertThat(into.position()).isEqualTo(1);
  }

  private static List<Tree> nested(int depth) {
    return depth == 0 ? List.of() : List.of(new Tree(0, nested(depth - 1)));
  }

  @Test
  void recordsAreNestedToABoundInBothDirections() throws Exception {
    var codec = Codec.of(Tree.class);
    var deepest = new Tree(0, nested(63));
    assertThat(codec.decode(codec.toPayload(deepest).asBuffer())).isEqualTo(deepest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.toPayload(new Tree(0, nested(64))))
        .withMessageContaining("more than 64 deep");
    assertThat(rejected(codec, "0001".repeat(64) + "0000")).hasMessageContaining("64 deep");
  }

  @Test
  void nullIsNamed() {
    assertThatNullPointerException()
        .isThrownBy(
            () ->
                SAMPLES.toPayload(new Many(null, Set.of(), Map.of(), Optional.empty(), null, null)))
        .withMessage("Many.texts is null");
  }

  @Test
  void halfACharacterIsNotWritten() {
    var codec = Codec.of(String.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.toPayload("a\ud83d"))
        .withMessageContaining("index 1");
  }

  /** Not text, however it looks. */
  @Test
  void whatIsNotTextIsNotRead() {
    var codec = Codec.of(String.class);
    for (var hex :
        List.of(
            "01 80",
            "02 c080",
            "02 c1bf",
            "02 c361",
            "03 e08080",
            "03 eda080",
            "02 e282",
            "01 c3",
            "04 f0808080",
            "04 f4908080",
            "04 f09f98c0",
            "01 f5",
            "01 ff")) {
      assertThat(rejected(codec, hex)).hasMessageContaining("no UTF-8");
    }
  }
}
