// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.structure.Layer;
import org.packetloom.structure.Repository;

/** The arrows between the modules, checked in the class files. */
class LayeringTest {
  @ParameterizedTest
  @EnumSource(names = {"API", "PLATFORM", "RUNTIME"})
  void moduleRefersToItsLayersOnly(Layer layer) throws Exception {
    var classes = Repository.classes(layer.name().toLowerCase(Locale.ROOT));
    assertThat(Repository.files(classes, ".class")).as("class files of %s", layer).isNotEmpty();
    assertThat(layer.violations(classes)).as("%s", layer).isEmpty();
  }
}
