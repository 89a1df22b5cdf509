// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** A class of tests that runs once for each poller and kind of threads. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}, {1} threads")
@CsvSource({
  "epoll,virtual",
  "poll,virtual",
  "io_uring,virtual",
  "epoll,platform",
  "poll,platform",
  "io_uring,platform"
})
@interface EachPump {}
