// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the tables of good and bad URIs. */
class ConnectorUriTableTest {
  static List<UriTable.Bad> badUris() {
    return UriTable.bad();
  }

  static List<UriTable.Good> goodUris() {
    return UriTable.good();
  }

  @Test
  void tablesAreLong() {
    assertThat(badUris()).hasSizeGreaterThan(200).doesNotHaveDuplicates();
    assertThat(goodUris()).hasSizeGreaterThan(100).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("badUris")
  void badUriIsRejectedByNamingThePart(UriTable.Bad row) {
    ConnectorUriException failure =
        catchThrowableOfType(ConnectorUriException.class, () -> ConnectorUri.parse(row.uri()));

    assertThat(failure).isNotNull();
    assertThat(failure.part()).contains(row.part());
    assertThat(failure.uri()).isEqualTo(row.uri());
    assertThat(failure).hasMessageContaining(FailureDetail.printable(failure.part()));
  }

  @ParameterizedTest
  @MethodSource("goodUris")
  void goodUriIsTakenApart(UriTable.Good row) throws Exception {
    ConnectorUri uri = ConnectorUri.parse(row.uri());

    assertThat(uri.scheme()).isEqualTo(row.scheme());
    assertThat(UriTable.describe(uri.target())).isEqualTo(row.target());
  }

  @ParameterizedTest
  @MethodSource("goodUris")
  void goodUriRoundTripsExactly(UriTable.Good row) throws Exception {
    assertThat(ConnectorUri.parse(row.uri())).hasToString(row.uri());
  }

  @ParameterizedTest
  @MethodSource("goodUris")
  void goodUriEqualsItsCanonicalForm(UriTable.Good row) throws Exception {
    ConnectorUri uri = ConnectorUri.parse(row.uri());
    ConnectorUri canonical = ConnectorUri.parse(row.canonical());

    assertThat(uri.canonical()).hasToString(row.canonical());
    assertThat(canonical.canonical()).hasToString(row.canonical());
    assertThat(uri).isEqualTo(canonical).hasSameHashCodeAs(canonical);
  }

  @ParameterizedTest
  @MethodSource("goodUris")
  void goodUriIsPutTogetherFromSchemeAndTarget(UriTable.Good row) throws Exception {
    ConnectorUri uri = ConnectorUri.parse(row.uri());

    ConnectorUri made = ConnectorUri.of(uri.scheme(), uri.target());

    assertThat(made.target()).isEqualTo(uri.target());
    assertThat(made).hasToString(row.canonical().replaceFirst("[?#].*", ""));
  }
}
