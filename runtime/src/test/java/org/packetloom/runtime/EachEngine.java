// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A test of two parameters that runs once for each engine and poller. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}/{1}")
@CsvSource({
  "virtual,epoll",
  "virtual,poll",
  "thread,epoll",
  "thread,poll",
  "loop,epoll",
  "loop,poll",
  "virtual,io_uring",
  "thread,io_uring",
  "loop,io_uring"
})
@interface EachEngine {}
