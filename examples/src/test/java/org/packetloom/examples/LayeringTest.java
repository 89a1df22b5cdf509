// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.packetloom.structure.Layer;
import org.packetloom.structure.Repository;

/** The examples see of the library what a user sees. */
class LayeringTest {
  @Test
  void examplesReferToApiOnly() throws Exception {
    assertThat(Layer.EXAMPLES.violations(Repository.classes("examples"))).isEmpty();
  }

  @Test
  void theConformanceKitRefersToApiAndToWhatTestsAreWrittenWith() throws Exception {
    assertThat(Layer.CONFORMANCE.violations(Repository.classes("api/conformance"))).isEmpty();
  }
}
