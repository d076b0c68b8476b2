/// Formulas of every construct, as `lawGoldens`.
let mathGoldens: [(tex: String, mathML: String)] = [
  (
    #"""
    \mathcal{L}(\theta) = \sum_{i=1}^n \operatorname{Huber}_{\delta}\bigl(\log \hat L_i - \log
    L_i\bigr)
    """#,
    #"""
    <math display="block"><mi>ℒ</mi><mrow><mo>(</mo><mi>θ</mi>
    <mo>)</mo></mrow><mo>=</mo><munderover><mo lspace="0" rspace=".167em">∑</mo>
    <mrow><mi>i</mi><mo lspace="0" rspace="0">=</mo><mn>1</mn></mrow><mi>n</mi></munderover>
    <mspace width=".167em"/><msub><mi>Huber</mi><mi>δ</mi></msub>
    <mo form="infix" stretchy="true" symmetric="true" minsize="1.2em" maxsize="1.2em" lspace="0" rspace="0">(</mo>
    <mi>log</mi><mspace width=".167em"/><msub><mover accent="true"><mi>L</mi>
    <mo stretchy="false">^</mo></mover><mi>i</mi></msub><mo>−</mo><mi>log</mi>
    <mspace width=".167em"/><msub><mi>L</mi><mi>i</mi></msub>
    <mo form="infix" stretchy="true" symmetric="true" minsize="1.2em" maxsize="1.2em" lspace="0" rspace="0">)</mo></math>
    """#
  ),
  (
    #"""
    \operatorname{Huber}_\delta(r) = \begin{cases} \frac12 r^2 & \text{if } |r| \le \delta, \\
    \delta\left(|r| - \tfrac12\delta\right) & \text{otherwise} \end{cases}
    """#,
    #"""
    <math display="block"><msub><mi>Huber</mi><mi>δ</mi></msub><mrow><mo>(</mo>
    <mi>r</mi><mo>)</mo></mrow><mo>=</mo><mrow>
    <mo form="prefix" stretchy="true">{</mo><mtable class="cases" columnalign="left"><mtr>
    <mtd>
    <mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mi>r</mi><mn>2</mn></msup></mtd>
    <mtd>
    <mtext>if </mtext><mo lspace="0" rspace="0" stretchy="false">|</mo><mi>r</mi>
    <mo lspace="0" rspace="0" stretchy="false">|</mo><mo>≤</mo><mi>δ</mi>
    <mo lspace="0" rspace="0">,</mo></mtd></mtr><mtr>
    <mtd>
    <mi>δ</mi><mrow><mo>(</mo><mo lspace="0" rspace="0" stretchy="false">|</mo><mi>r</mi>
    <mo lspace="0" rspace="0" stretchy="false">|</mo><mo>−</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>
    <mi>δ</mi><mo>)</mo></mrow></mtd>
    <mtd>
    <mtext>otherwise</mtext></mtd></mtr></mtable></mrow></math>
    """#
  ),
  (
    #"""
    \log \hat L = \operatorname{logsumexp}(a - \alpha \log N, b - \beta \log D, e)
    """#,
    #"""
    <math display="block"><mi>log</mi><mspace width=".167em"/><mover accent="true">
    <mi>L</mi><mo stretchy="false">^</mo></mover><mo>=</mo><mi>logsumexp</mi><mrow>
    <mo>(</mo><mi>a</mi><mo>−</mo><mi>α</mi><mspace width=".167em"/>
    <mi>log</mi><mspace width=".167em"/><mi>N</mi><mo lspace="0" rspace=".167em">,</mo>
    <mi>b</mi><mo>−</mo><mi>β</mi><mspace width=".167em"/><mi>log</mi>
    <mspace width=".167em"/><mi>D</mi><mo lspace="0" rspace=".167em">,</mo><mi>e</mi>
    <mo>)</mo></mrow></math>
    """#
  ),
  (
    #"""
    x_q = s \left\lfloor \frac{x}{s} \right\rceil, \quad s = \frac{\max |x|}{2^{b-1} - 1}
    """#,
    #"""
    <math display="block"><msub><mi>x</mi><mi>q</mi></msub><mo>=</mo><mi>s</mi><mrow><mo>⌊</mo><mfrac>
    <mi>x</mi><mi>s</mi></mfrac><mo>⌉</mo></mrow><mo lspace="0" rspace=".167em">,</mo>
    <mspace width="1em"/><mi>s</mi><mo>=</mo><mfrac><mrow><mi>max</mi>
    <mspace width=".167em"/><mo lspace="0" rspace="0" stretchy="false">|</mo><mi>x</mi>
    <mo lspace="0" rspace="0" stretchy="false">|</mo></mrow><mrow><msup><mn>2</mn><mrow><mi>b</mi>
    <mo lspace="0" rspace="0">−</mo><mn>1</mn></mrow></msup><mo>−</mo><mn>1</mn></mrow></mfrac></math>
    """#
  ),
  (
    #"""
    \Delta_q L = k \cdot \frac{D^\beta}{N^\alpha P^\gamma}
    """#,
    #"""
    <math display="block"><msub><mi mathvariant="normal">Δ</mi><mi>q</mi></msub><mi>L</mi><mo>=</mo>
    <mi>k</mi><mo lspace=".222em" rspace=".222em">⋅</mo><mfrac><msup><mi>D</mi><mi>β</mi></msup>
    <mrow><msup><mi>N</mi><mi>α</mi></msup><msup><mi>P</mi><mi>γ</mi></msup></mrow></mfrac></math>
    """#
  ),
  (
    #"""
    L = \left[ \left(\frac{A}{N\,\mathrm{eff}_N}\right)^{\alpha} +
    \left(\frac{B}{D\,\mathrm{eff}_D}\right)^{\beta} \right]^\gamma + E
    """#,
    #"""
    <math display="block"><mi>L</mi><mo>=</mo><msup><mrow><mo>[</mo><msup><mrow><mo>(</mo><mfrac>
    <mi>A</mi><mrow><mi>N</mi><mspace width=".167em"/><msub><mi>eff</mi>
    <mi>N</mi></msub></mrow></mfrac><mo>)</mo></mrow><mi>α</mi></msup><mo>+</mo><msup><mrow><mo>(</mo>
    <mfrac><mi>B</mi><mrow><mi>D</mi><mspace width=".167em"/><msub><mi>eff</mi>
    <mi>D</mi></msub></mrow></mfrac><mo>)</mo></mrow><mi>β</mi></msup><mo>]</mo></mrow>
    <mi>γ</mi></msup><mo>+</mo><mi>E</mi></math>
    """#
  ),
  (
    #"""
    \gamma_w = 2.67 \pm 0.03,\; n_w \in [0.2, 0.4)
    """#,
    #"""
    <math display="block"><msub><mi>γ</mi><mi>w</mi></msub><mo>=</mo><mn>2.67</mn><mo>±</mo>
    <mn>0.03</mn><mo lspace="0" rspace=".167em">,</mo><mspace width=".278em"/><msub>
    <mi>n</mi><mi>w</mi></msub><mo>∈</mo><mrow><mo>[</mo><mn>0.2</mn>
    <mo lspace="0" rspace=".167em">,</mo><mn>0.4</mn><mo>)</mo></mrow></math>
    """#
  ),
  (
    #"""
    -x + (-y) = -1,\; a \cdot -b,\; 10^{-3}
    """#,
    #"""
    <math display="block"><mo>−</mo><mi>x</mi><mo>+</mo><mrow>
    <mo>(</mo><mo form="prefix">−</mo><mi>y</mi><mo>)</mo></mrow>
    <mo>=</mo><mo form="prefix">−</mo><mn>1</mn><mo lspace="0" rspace=".167em">,</mo>
    <mspace width=".278em"/><mi>a</mi><mo lspace=".222em" rspace=".222em">⋅</mo>
    <mo form="prefix">−</mo><mi>b</mi><mo lspace="0" rspace=".167em">,</mo>
    <mspace width=".278em"/><msup><mn>10</mn><mrow><mo>−</mo>
    <mn>3</mn></mrow></msup></math>
    """#
  ),
  (
    #"""
    f'(x) = \lim_{h \to 0} \frac{f(x+h) - f(x)}{h}, \quad f''
    """#,
    #"""
    <math display="block"><msup><mi>f</mi><mo lspace="0" rspace="0">′</mo></msup><mrow>
    <mo>(</mo><mi>x</mi><mo>)</mo></mrow><mo>=</mo><munder>
    <mo lspace="0" rspace=".167em" movablelimits="true">lim</mo><mrow><mi>h</mi>
    <mo lspace="0" rspace="0">→</mo><mn>0</mn></mrow></munder><mfrac><mrow><mi>f</mi><mrow>
    <mo>(</mo><mi>x</mi><mo>+</mo><mi>h</mi><mo>)</mo></mrow>
    <mo>−</mo><mi>f</mi><mrow><mo>(</mo><mi>x</mi>
    <mo>)</mo></mrow></mrow><mi>h</mi></mfrac><mo lspace="0" rspace=".167em">,</mo>
    <mspace width="1em"/><msup><mi>f</mi><mo lspace="0" rspace="0">″</mo></msup></math>
    """#
  ),
  (
    #"""
    \int_0^\infty e^{-x^2}\,dx = \tfrac{\sqrt{\pi}}{2}, \qquad \sqrt[3]{x+1}
    """#,
    #"""
    <math display="block"><msubsup><mo lspace="0" rspace=".167em">∫</mo><mn>0</mn>
    <mi>∞</mi></msubsup><msup><mi>e</mi><mrow><mo>−</mo><msup><mi>x</mi>
    <mn>2</mn></msup></mrow></msup><mspace width=".167em"/><mi>d</mi><mi>x</mi><mo>=</mo>
    <mrow displaystyle="false" scriptlevel="0"><mfrac><msqrt><mi>π</mi></msqrt><mn>2</mn></mfrac>
    </mrow><mo lspace="0" rspace=".167em">,</mo>
    <mspace width="2em"/><mroot><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow>
    <mn>3</mn></mroot></math>
    """#
  ),
  (
    #"""
    \lVert \mathbf{w} \rVert_2 = \sqrt{\sum_i w_i^2},\quad \mathbb{E}[X] = \bar{x}
    """#,
    #"""
    <math display="block"><msub><mrow>
    <mo form="prefix" lspace="0" rspace="0" stretchy="false" symmetric="true">‖</mo><mi>𝐰</mi>
    <mo form="postfix" lspace="0" rspace="0" stretchy="false" symmetric="true">‖</mo></mrow>
    <mn>2</mn></msub><mo>=</mo><msqrt><munder><mo lspace="0" rspace=".167em">∑</mo>
    <mi>i</mi></munder><msubsup><mi>w</mi><mi>i</mi><mn>2</mn></msubsup></msqrt>
    <mo lspace="0" rspace=".167em">,</mo><mspace width="1em"/><mi>𝔼</mi><mrow>
    <mo>[</mo><mi>X</mi><mo>]</mo></mrow><mo>=</mo>
    <mover accent="true"><mi>x</mi><mo stretchy="false">¯</mo></mover></math>
    """#
  ),
  (
    #"""
    W = \begin{pmatrix} w_{11} & \cdots & w_{1n} \\ \vdots & \ddots & \vdots \\ w_{m1} & \cdots &
    w_{mn} \end{pmatrix}
    """#,
    #"""
    <math display="block"><mi>W</mi><mo>=</mo><mrow><mo>(</mo><mtable><mtr><mtd><msub><mi>w</mi>
    <mn>11</mn></msub></mtd><mtd><mi>⋯</mi></mtd><mtd><msub><mi>w</mi><mrow><mn>1</mn>
    <mi>n</mi></mrow></msub></mtd></mtr><mtr><mtd><mi>⋮</mi></mtd><mtd><mi>⋱</mi></mtd><mtd>
    <mi>⋮</mi></mtd></mtr><mtr><mtd><msub><mi>w</mi><mrow><mi>m</mi><mn>1</mn></mrow></msub></mtd>
    <mtd><mi>⋯</mi></mtd><mtd><msub><mi>w</mi><mrow><mi>m</mi>
    <mi>n</mi></mrow></msub></mtd></mtr></mtable><mo>)</mo></mrow></math>
    """#
  ),
  (
    #"""
    \underbrace{A N^{-\alpha}}_{\text{size}} + \overset{!}{=} \tilde y \ge \vec v \ll \dot z
    """#,
    #"""
    <math display="block"><munder><munder><mrow><mi>A</mi><msup><mi>N</mi><mrow>
    <mo>−</mo><mi>α</mi></mrow></msup></mrow><mo stretchy="true">⏟</mo></munder>
    <mtext>size</mtext></munder><mo form="prefix">+</mo><mover><mo>=</mo>
    <mo lspace="0" rspace="0">!</mo></mover><mover accent="true"><mi>y</mi>
    <mo stretchy="false">~</mo></mover><mo>≥</mo><mover accent="true"><mi>v</mi>
    <mo stretchy="false">→</mo></mover><mo>≪</mo><mover accent="true"><mi>z</mi>
    <mo stretchy="false">˙</mo></mover></math>
    """#
  ),
  (
    #"""
    a\,\% < b \;\&\; c \mid d \colon e \to f \Rightarrow g
    """#,
    #"""
    <math display="block"><mi>a</mi><mspace width=".167em"/><mi>%</mi><mo>&lt;</mo>
    <mi>b</mi><mspace width=".278em"/><mo lspace="0" rspace="0">&amp;</mo>
    <mspace width=".278em"/><mi>c</mi><mo lspace=".278em" rspace=".278em">∣</mo>
    <mi>d</mi><mo lspace="0" rspace=".167em">:</mo><mi>e</mi><mo>→</mo><mi>f</mi><mo>⇒</mo>
    <mi>g</mi></math>
    """#
  ),
  (
    #"""
    \{ x \in \mathbb{R} : x > 0 \} \cup \varnothing, \ \Gamma(\tfrac12) \ne \mathit{\Gamma}
    """#,
    #"""
    <math display="block"><mrow><mo>{</mo><mi>x</mi><mo>∈</mo><mi>ℝ</mi>
    <mo lspace=".278em" rspace=".278em">:</mo><mi>x</mi><mo>&gt;</mo><mn>0</mn>
    <mo>}</mo></mrow><mo lspace=".222em" rspace=".222em">∪</mo><mi>∅</mi>
    <mo lspace="0" rspace=".167em">,</mo><mspace width=".333em"/>
    <mi mathvariant="normal">Γ</mi><mrow><mo stretchy="false">(</mo>
    <mrow displaystyle="false" scriptlevel="0"><mfrac><mn>1</mn><mn>2</mn></mfrac></mrow>
    <mo stretchy="false">)</mo></mrow><mo>≠</mo><mi>Γ</mi></math>
    """#
  ),
]
