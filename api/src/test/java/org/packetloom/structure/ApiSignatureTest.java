// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What api promises is committed as text, so that a change of it shows in the diff of a commit. */
class ApiSignatureTest {
  private static final Path COMMITTED =
      Repository.root().resolve("api/src/test/resources/api-signatures.txt");
  private static final String REWRITE =
      "mvn -pl api test -Dtest=ApiSignatureTest -Dpacketloom.signatures=write";

  @Test
  void exportedSignaturesAreTheCommittedOnes() throws Exception {
    var actual = ApiSignatures.of(Repository.classes("api"), getClass().getClassLoader());
    if ("write".equals(System.getProperty("packetloom.signatures"))) {
      Files.write(COMMITTED, actual);
    }
    var diff = String.join("\n", LineDiff.of(Files.readAllLines(COMMITTED), actual));
    assertThat(diff).as("if the change is meant: %s%n%s", REWRITE, diff).isEmpty();
  }

  @Test
  void membersNameOnlyTypesThatUsersSee() throws Exception {
    var lines = ApiSignatures.of(Repository.classes("api"), getClass().getClassLoader());
    assertThat(ApiSignatures.leaks(lines)).isEmpty();
  }

  @Test
  void leakedTypeIsReported() {
    assertThat(
            ApiSignatures.leaks(
                List.of(
                    "public record org.packetloom.Shown<T>",
                    "    permits org.packetloom.Hidden",
                    "  component org.packetloom.Shown<T> next",
                    "  method public java.util.List<org.packetloom.internal.Hidden$Part> parts()")))
        .containsExactly("org.packetloom.internal.Hidden$Part");
  }

  @Test
  void typesAreWrittenWithSupertypesAndMembers() {
    assertThat(ApiSignatures.of(Sample.class))
        .containsExactly(
            "public abstract static sealed class org.packetloom.structure.ApiSignatureTest$Sample<T extends Number>",
            "    implements AutoCloseable",
            "    implements Comparable<T>",
            "    permits org.packetloom.structure.ApiSignatureTest$Last",
            "  field public static final int LIMIT",
            "  constructor protected <init>(long)",
            "  method public void close() throws java.io.IOException",
            "  method public abstract @Nullable T find(String, byte[]...)",
            "  @Deprecated",
            "  method public static <E extends Exception> java.util.List<? super E> of(E) throws E");
  }

  @Test
  void recordsAndEnumsShowTheirParts() {
    assertThat(ApiSignatures.of(Point.class))
        .startsWith(
            "public static final record org.packetloom.structure.ApiSignatureTest$Point",
            "  component int x")
        .contains("  constructor public <init>(int)", "  method public int x()");
    assertThat(ApiSignatures.of(Side.class))
        .containsSubsequence("  constant RIGHT", "  constant LEFT");
  }

  @Test
  void membersOfHiddenSuperclassesCount() {
    assertThat(ApiSignatures.of(Shown.class)).contains("  method public int inherited()");
  }

  @Test
  void diffNamesTheTypeOfAChangedMember() {
    var before = List.of("class A", "  method a()", "class B", "  method b()");
    var after = List.of("class A", "  method a()", "class B", "  method c()", "class D");
    assertThat(LineDiff.of(before, after))
        .containsExactly("  class B", "-   method b()", "+   method c()", "+ class D");
    assertThat(LineDiff.of(before, before)).isEmpty();
  }

  /** A bit of everything. */
  public abstract static sealed class Sample<T extends Number>
      implements Comparable<T>, AutoCloseable {
    /** Visible. */
    public static final int LIMIT = 1;

    final long hidden;

    /** Visible. */
    protected Sample(long hidden) {
      this.hidden = hidden;
    }

    /** Visible, unlike its synchronization. */
    @Override
    public synchronized void close() throws IOException {
      notHere();
    }

    /** Visible. */
    public abstract @Nullable T find(String name, byte[]... keys);

    /** Visible. */
    @Deprecated
    public static <E extends Exception> List<? super E> of(E one) throws E {
      throw one;
    }

    private void notHere() {}
  }

  /** Makes the sealed sample possible. */
  public abstract static non-sealed class Last extends Sample<Integer> {
    private Last() {
      super(0);
    }
  }

  /** A record. */
  public record Point(int x) {}

  /** An enum. */
  public enum Side {
    /** First. */
    RIGHT,
    /** Second. */
    LEFT
  }

  static class Hidden {
    public int inherited() {
      return 1;
    }
  }

  /** Shows what its superclass has. */
  public static class Shown extends Hidden {}
}
